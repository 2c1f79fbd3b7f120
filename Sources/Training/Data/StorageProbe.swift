import Annotations
import Foundation

/// Tells one image that cannot be read from storage that is away.
struct StorageProbe: Sendable {
  /// Images that are tried, spread over the dataset.
  static let tries = 20

  private let file: AnnotationFile
  private let folder: ImageFolder

  init(_ file: AnnotationFile, _ folder: ImageFolder) {
    self.file = file
    self.folder = folder
  }

  /// Whether none of some images can be opened.
  var isAway: Bool {
    let images = file.dataset.images
    let stride = max(1, images.count / Self.tries)
    return !Swift.stride(from: 0, to: images.count, by: stride).contains { canOpen(images[$0]) }
  }

  private func canOpen(_ image: ImageRecord) -> Bool {
    let descriptor = open(folder.url(of: image).path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1
  }
}
