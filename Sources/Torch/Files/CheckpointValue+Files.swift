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

  /// Reads a file that torch.save wrote, of any version, or a pickle of NumPy's arrays; nothing in it is executed.
  public static func read(from url: URL) throws -> CheckpointValue {
    switch try FileKind(of: url) {
    case .archive:
      let archive = try Archive(url)
      let pickle = try archive.record("data.pkl", .uint8).array(of: UInt8.self)
      var reader = PickleReader(Data(pickle), archive)
      return try reader.value()
    case .trailingStorages(let start):
      return try readWithTrailingStorages(url, after: start)
    case .pickle:
      var reader = PickleReader(try Data(contentsOf: url, options: .mappedIfSafe), NoStorages(url))
      return try reader.value()
    }
  }

  /// After the magic number: the protocol's version, facts of the system, the value, the storages' keys, the storages.
  private static func readWithTrailingStorages(_ url: URL, after start: Int) throws -> CheckpointValue {
    let bytes = try Data(contentsOf: url, options: .mappedIfSafe)
    let storages = TrailingStorages(url, bytes)
    var position = start
    func next() throws -> CheckpointValue {
      var reader = PickleReader(bytes, storages, at: position)
      let value = try reader.value()
      position = reader.cursor.position
      return value
    }
    for _ in ["version", "system"] { _ = try next() }
    let value = try next()
    let keys = try next().asList?.compactMap(\.asString) ?? []
    try storages.fill(keys, from: PickleCursor(bytes, of: url, at: position))
    return value
  }
}

/// What kind of file keeps values.
private enum FileKind {
  /// torch.save's zip file.
  case archive
  /// torch.save's file before PyTorch 1.6; the magic number ends at this byte.
  case trailingStorages(Int)
  /// A pickle alone.
  case pickle

  /// torch's magic number as a pickle: an integer of ten bytes, and the end.
  private static let magic = Data([
    0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
  ])

  /// Told by the first bytes.
  init(of url: URL) throws {
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    let start = try file.read(upToCount: 32) ?? Data()
    if start.starts(with: Data("PK\u{3}\u{4}".utf8)) {
      self = .archive
    } else if let magic = start.range(of: FileKind.magic) {
      self = .trailingStorages(magic.upperBound)
    } else if start.count >= 2, start[0] == 0x80, (2...5).contains(start[1]) {
      self = .pickle
    } else {
      throw FileError.malformed(url, "this is not a file that torch.save writes")
    }
  }
}
