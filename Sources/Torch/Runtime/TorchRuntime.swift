import CTorch

/// The library as a whole.
public enum TorchRuntime {
  /// libtorch's version, as in 2.13.0.
  public static var version: String { String(cString: ct_version()) }

  /// The folder that libtorch was loaded from.
  public static var libraryFolder: String { String(cString: ct_library_folder()) }

  /// Threads that operators called on this thread use; kept per calling thread.
  public static var threadCount: Int {
    get { ct_thread_count() }
    set { ct_set_thread_count(newValue) }
  }

  /// Keeps freed memory for the next step instead of returning it to the system, for the whole process.
  public static func keepFreedMemory() { ct_keep_freed_memory() }

  /// Gives memory that is free now back to the system, so that its use is seen.
  public static func returnFreedMemory() { ct_return_freed_memory() }

  /// Sends libtorch's warnings on this thread to a function, or to standard error when nil.
  public static func setWarningHandler(_ handler: (@convention(c) (UnsafePointer<CChar>) -> Void)?) {
    ct_set_warning_handler(handler)
  }

  /// Seeds libtorch's own generators, which operations without a `Generator` use.
  public static func manualSeed(_ seed: UInt64) { ct_manual_seed(seed) }
}
