import CLogBytes

extension UnsafeRawBufferPointer {
  /// Where a word first stands.
  func firstOffset(of word: String) -> Int? {
    guard let start = baseAddress else { return nil }
    var word = word
    return word.withUTF8 { wanted in
      tb_log_find(start, count, wanted.baseAddress, wanted.count).map { UnsafeRawPointer($0) - start }
    }
  }
}
