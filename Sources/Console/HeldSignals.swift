import CHeldSignals
import Glibc

/// Signals that come before anything listens: where training is asked for they are held back from before `main` on (see
/// CHeldSignals), through the process's replacement by the trainer, until the console takes them.
enum HeldSignals {
  /// What a trainer answers to: first what leaves it training, so that a stop held back beside it does not lose it.
  static let numbers: [Int32] = withUnsafeBytes(of: held_signals) { Array($0.bindMemory(to: Int32.self)) }

  /// Holds them back in this thread, those it starts, and the program it may become.
  static func hold() { change(SIG_BLOCK, numbers) }

  /// Lets them come, one after the other in the order of `numbers`.
  static func release() {
    for number in numbers { change(SIG_UNBLOCK, [number]) }
  }

  private static func change(_ how: Int32, _ numbers: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(how, &set, nil)
  }
}
