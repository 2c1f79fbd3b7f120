import Glibc

/// Signals that come before anything listens: held back from a process's first line on, through its replacement by the
/// trainer, until the console takes them.
public enum HeldSignals {
  /// What a trainer answers to.
  static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU, SIGALRM]

  /// Holds them back in this thread, those it starts, and the program it may become.
  public static func hold() { change(SIG_BLOCK) }

  /// Lets them come.
  public static func release() { change(SIG_UNBLOCK) }

  private static func change(_ how: Int32) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(how, &set, nil)
  }
}
