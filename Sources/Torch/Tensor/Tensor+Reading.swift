import CTorch

extension Tensor {
  /// The one element, as a double; NaN when undefined. Waits for the device.
  public func item() -> Double {
    query(.nan) { handle in
      let number = ct_item(handle)
      Tensor.report(number.error, "item()")
      return number.error == nil ? number.value : .nan
    }
  }

  /// The elements in row-major order, converted to the type; empty when undefined. Waits for the device.
  public func array<Element: TensorElement>(of _: Element.Type) -> [Element] {
    to(Element.dtype).withUnsafeBytes { Array($0.bindMemory(to: Element.self)) }
  }

  /// Lends the elements' bytes in row-major order; none when undefined. Waits for the device.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let plain = detach().to(.cpu).contiguous()
    return try plain.query(UnsafeRawBufferPointer(start: nil, count: 0)) {
      UnsafeRawBufferPointer(start: ct_data($0), count: plain.count * plain.dtype.size)
    }.lent(for: plain, to: body)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func lent<Result>(
    for owner: Tensor, to body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(owner) { try body(self) }
  }
}

extension Tensor: CustomStringConvertible {
  /// Shape, type and the first elements.
  public var description: String {
    guard isDefined else { return "Tensor(undefined)" }
    let values = flatten().narrow(0, 0, Swift.min(count, 8)).array(of: Double.self).map { "\($0)" }
    let more = count > 8 ? ", …" : ""
    return "Tensor(\(shape), \(dtype), [\(values.joined(separator: ", "))\(more)])"
  }
}
