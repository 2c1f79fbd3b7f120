extension LogFormat {
  /// TensorBoard: `events.out.tfevents.*`.
  public static let tensorboard = LogFormat(
    "tensorboard", entry: .record, usualNames: ["*tfevents*"], standing: .duplicate, place: RunPlace.folder,
    recognises: { head in
      // A TFRecord begins with its length and the checksum of that.
      guard head.bytes.count >= 12 else { return false }
      let length = head.bytes.loadUnaligned(as: UInt64.self)
      let checksum = head.bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
      return length < 1 << 32 && checksum == RecordChecksum.masked(of: head.bytes.prefix(8))
    },
    decoder: { _ in EventRecords() })
}
