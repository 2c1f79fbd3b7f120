import CTorch
import Foundation

/// Where the numbers of a pickle's tensors lie.
protocol StorageSource: AnyObject {
  /// The file.
  var url: URL { get }

  /// A storage of the file as a vector on the CPU.
  func storage(_ key: String, _ dtype: DType, count: Int) throws -> Tensor
}

/// torch.save's zip file.
final class Archive: StorageSource {
  let url: URL
  private let handle: CTArchive
  private var storages: [String: Tensor] = [:]

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

  func storage(_ key: String, _ dtype: DType, count: Int) throws -> Tensor {
    if let known = storages[key] { return known }
    let storage = try record("data/\(key)", dtype)
    storages[key] = storage
    return storage
  }
}

/// torch.save's file before PyTorch 1.6: the storages follow the pickle, which is read before there is anything in them.
final class TrailingStorages: StorageSource {
  let url: URL
  private let bytes: Data
  private var storages: [String: Tensor] = [:]

  init(_ url: URL, _ bytes: Data) {
    self.url = url
    self.bytes = bytes
  }

  func storage(_ key: String, _ dtype: DType, count: Int) throws -> Tensor {
    if let known = storages[key] { return known }
    guard count >= 0, count <= bytes.count / dtype.size else { throw FileError.truncated(url) }
    let storage = try withTorchErrors { Tensor.zeros([count], dtype: dtype, device: .cpu) }
    storages[key] = storage
    return storage
  }

  /// Fills the storages: each in the order of their keys, its length in eight bytes before it.
  func fill(_ keys: [String], from cursor: PickleCursor) throws {
    var cursor = cursor
    for key in keys {
      guard let storage = storages[key] else {
        throw FileError.malformed(url, "storage \(key) belongs to no tensor")
      }
      let count = try cursor.integer(8)
      guard count == storage.count else {
        throw FileError.malformed(url, "storage \(key) has \(count) numbers, not \(storage.count)")
      }
      let part = try cursor.take(count * storage.dtype.size)
      try withTorchErrors {
        storage.copy_(
          from: part.withUnsafeBytes {
            Tensor.fromBytes($0, shape: [count], dtype: storage.dtype, device: .cpu)
          })
      }
    }
    guard keys.count == storages.count else { throw FileError.truncated(url) }
  }
}

/// A pickle that is no torch file: it has no storages.
final class NoStorages: StorageSource {
  let url: URL

  init(_ url: URL) { self.url = url }

  func storage(_ key: String, _: DType, count _: Int) throws -> Tensor {
    throw FileError.malformed(url, "storage \(key) of a torch file in a pickle that is none")
  }
}
