import Dispatch
import Foundation

/// Tells which files below folders were written, as the kernel says it; network file systems do not, and are left out.
final class FolderWatch: @unchecked Sendable {
  // @unchecked: used only on the queue it is told to listen on.
  /// What happened since the last time.
  struct News {
    /// Files that were written, made or removed.
    var paths: Set<String> = []
    /// The kernel had more to say than it could keep: anything may have changed.
    var isIncomplete = false
  }

  private let descriptor: CInt
  private var folders: [CInt: String] = [:]
  private var watched: Set<String> = []
  private var source: (any DispatchSourceRead)?
  private var isResting = false

  /// A watch of nothing yet; nil where the system has none to give.
  init?() {
    descriptor = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    if isResting { source?.resume() }
    source?.cancel()
    if source == nil { close(descriptor) }
  }

  /// Watches a folder, without those below it; false where the system refuses.
  func add(_ folder: String) -> Bool {
    if watched.contains(folder) { return true }
    let mask = UInt32(
      IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF
        | IN_MOVE_SELF | IN_ONLYDIR)
    let watch = inotify_add_watch(descriptor, folder, mask)
    guard watch >= 0 else { return false }
    folders[watch] = folder
    watched.insert(folder)
    return true
  }

  /// Calls back on a queue when there is news; `pause` later it looks again, however much happens meanwhile.
  func listen(on queue: DispatchQueue, pause: DispatchTimeInterval, _ tell: @escaping (News) -> Void) {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    let descriptor = descriptor
    source.setCancelHandler { close(descriptor) }
    source.setEventHandler { [weak self] in self?.answer(on: queue, pause: pause, tell) }
    self.source = source
    source.resume()
  }

  private func answer(on queue: DispatchQueue, pause: DispatchTimeInterval, _ tell: (News) -> Void) {
    tell(drain())
    isResting = true
    source?.suspend()
    queue.asyncAfter(deadline: .now() + pause) { [weak self] in
      self?.isResting = false
      self?.source?.resume()
    }
  }

  private func drain() -> News {
    var news = News()
    let size = 64 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = read(descriptor, buffer.baseAddress!, size), count > 0 {
      var offset = 0
      while offset + MemoryLayout<inotify_event>.size <= count {
        let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let nameStart = offset + MemoryLayout<inotify_event>.size
        take(event, name: buffer[nameStart..<nameStart + Int(event.len)], into: &news)
        offset = nameStart + Int(event.len)
      }
    }
    return news
  }

  private func take(
    _ event: inotify_event, name: Slice<UnsafeMutableRawBufferPointer>, into news: inout News
  ) {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { news.isIncomplete = true }
    guard let folder = folders[event.wd] else { return }
    let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    news.paths.insert(text.isEmpty ? folder : folder + "/" + text)
    guard event.mask & UInt32(IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF) != 0 else { return }
    if event.mask & UInt32(IN_MOVE_SELF) != 0 { inotify_rm_watch(descriptor, event.wd) }
    folders[event.wd] = nil
    watched.remove(folder)
  }
}
