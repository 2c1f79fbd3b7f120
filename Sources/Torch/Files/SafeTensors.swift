import Foundation

/// A file of named tensors in Hugging Face's safetensors format, read as the tensors are asked for.
///
/// Eight bytes of header length, a JSON header of types, shapes and offsets, then the tensors' bytes.
public struct SafeTensors {
  /// What the header says beside the tensors.
  public let metadata: [String: String]
  private let url: URL
  private let entries: [String: Entry]
  private let bytes: Data

  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  private struct Header: Decodable {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for name in container.allKeys {
        if name.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: name)
        } else {
          entries[name.stringValue] = try container.decode(Entry.self, forKey: name)
        }
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Maps the file into memory and reads its header.
  public init(contentsOf url: URL) throws {
    self.url = url
    let file = try Data(contentsOf: url, options: .mappedIfSafe)
    guard file.count >= 8 else { throw FileError.truncated(url) }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(file.count - 8) else { throw FileError.truncated(url) }
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: file.dropFirst(8).prefix(Int(length)))
    } catch {
      throw FileError.malformed(url, "the header is not that of a safetensors file: \(error)")
    }
    metadata = header.metadata
    entries = header.entries
    bytes = file.dropFirst(8 + Int(length))
  }

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// A copy of the tensor of that name, on the CPU.
  public func tensor(_ name: String) throws -> Tensor {
    guard let entry = entries[name] else { throw FileError.malformed(url, "there is no tensor \(name)") }
    guard let dtype = DType(safetensors: entry.dtype) else {
      throw FileError.malformed(url, "\(name) is of type \(entry.dtype), which is not offered")
    }
    let size = entry.shape.reduce(dtype.size, *)
    guard entry.offsets.count == 2, entry.offsets[0] >= 0, entry.offsets[1] - entry.offsets[0] == size else {
      throw FileError.malformed(url, "\(name) of shape \(entry.shape) does not take bytes \(entry.offsets)")
    }
    guard entry.offsets[1] <= bytes.count else { throw FileError.truncated(url) }
    let part = bytes.dropFirst(entry.offsets[0]).prefix(size)
    return try withTorchErrors {
      part.withUnsafeBytes { Tensor.fromBytes($0, shape: entry.shape, dtype: dtype, device: .cpu) }
    }
  }
}
