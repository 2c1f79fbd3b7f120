import CTorch
import Foundation

extension CheckpointValue {
  /// Writes a file that `torch.load(weights_only=True)` reads, and waits until the disk has it.
  ///
  /// Tensors are written row-major, from any device. A failure leaves a partial file.
  public func write(to url: URL) throws {
    try withTorchErrors {
      let pickle = PickleWriter.bytes(of: self)
      Tensor.mutate(pickle.tensors) { handles in
        pickle.bytes.withUnsafeBytes { bytes in
          bytes.baseAddress.flatMap { ct_archive_write(url.path, $0, bytes.count, handles, handles.count) }
        }
      }
    }
  }

  /// Reads a file that torch.save wrote; nothing in it is executed.
  public static func read(from url: URL) throws -> CheckpointValue {
    try checkKind(of: url)
    let archive = try Archive(url)
    var reader = PickleReader(try archive.record("data.pkl", .uint8).array(of: UInt8.self), archive)
    return try reader.value()
  }

  /// Names the kinds of file that libtorch's reader would have no clear words for.
  private static func checkKind(of url: URL) throws {
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    let start = try file.read(upToCount: 4) ?? Data()
    if start.starts(with: [0x80, 0x02, 0x8a, 0x0a]) { throw FileError.legacyCheckpoint(url) }
    guard start == Data("PK\u{3}\u{4}".utf8) else {
      throw FileError.malformed(url, "this is not a file that torch.save writes")
    }
  }
}

/// torch.save's zip file.
final class Archive {
  let url: URL
  private let handle: CTArchive

  init(_ url: URL) throws {
    self.url = url
    let result = ct_archive_open(url.path)
    if let message = result.error {
      defer { free(message) }
      let cutShort = String(cString: message).contains("central directory")
      throw cutShort ? FileError.truncated(url) : FileError.malformed(url, String(cString: message))
    }
    guard let handle = result.archive else { throw FileError.truncated(url) }
    self.handle = handle
  }

  deinit { ct_archive_close(handle) }

  /// A record as a vector on the CPU.
  func record(_ name: String, _ dtype: DType) throws -> Tensor {
    do {
      return try withTorchErrors { Tensor.make("record") { ct_archive_record(handle, name, dtype.rawValue) } }
    } catch let error as TorchError {
      throw FileError.malformed(url, "record \(name): \(error.message)")
    }
  }
}
