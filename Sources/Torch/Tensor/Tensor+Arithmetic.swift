import CTorch

/// A Swift number in tensor arithmetic: it takes the tensor's type, as in `2 * logits` or `labels + 1`.
public protocol TensorScalar {
  /// A scalar tensor that does not widen the other operand.
  var wrapped: Tensor { get }
}

extension Double: TensorScalar {
  /// A scalar that leaves floating-point operands as they are and makes integer ones single precision.
  public var wrapped: Tensor { Tensor.make { ct_wrapped_double(self) } }
}

extension Int: TensorScalar {
  /// A scalar that leaves every operand but Booleans as it is.
  public var wrapped: Tensor { Tensor.make { ct_wrapped_integer(self) } }
}

infix operator .> : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence
prefix operator .!

// MARK: - Two tensors, with broadcasting

extension Tensor {
  /// Elementwise sum.
  public static func + (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_add($0, $1) } }
  /// Elementwise difference.
  public static func - (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_sub($0, $1) } }
  /// Elementwise product.
  public static func * (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_mul($0, $1) } }
  /// Elementwise true quotient.
  public static func / (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_div($0, $1) } }
  /// Elementwise remainder with the divisor's sign.
  public static func % (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_remainder($0, $1) } }
  /// Elementwise negation.
  public static prefix func - (a: Tensor) -> Tensor { apply(a) { ct_neg($0) } }

  /// Elementwise comparison, a tensor of Booleans.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_gt($0, $1) } }
  /// Elementwise comparison, a tensor of Booleans.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_lt($0, $1) } }
  /// Elementwise comparison, a tensor of Booleans.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_ge($0, $1) } }
  /// Elementwise comparison, a tensor of Booleans.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_le($0, $1) } }
  /// Elementwise equality, a tensor of Booleans.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_eq($0, $1) } }
  /// Elementwise inequality, a tensor of Booleans.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_ne($0, $1) } }

  /// Elementwise and.
  public static func .&& (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_logical_and($0, $1) } }
  /// Elementwise or.
  public static func .|| (a: Tensor, b: Tensor) -> Tensor { apply(a, b) { ct_logical_or($0, $1) } }
  /// Elementwise not.
  public static prefix func .! (a: Tensor) -> Tensor { apply(a) { ct_logical_not($0) } }

  /// The quotient rounded down.
  public func floorDivided(by divisor: some TensorScalar) -> Tensor {
    Tensor.apply(self, divisor.wrapped) { ct_floor_divide($0, $1) }
  }

  /// Elementwise power.
  public func pow(_ exponent: Tensor) -> Tensor { Tensor.apply(self, exponent) { ct_pow($0, $1) } }
  /// Elementwise power.
  public func pow(_ exponent: some TensorScalar) -> Tensor { pow(exponent.wrapped) }
}

// MARK: - A tensor and a number

extension Tensor {
  /// Sum with a number.
  public static func + (a: Tensor, b: some TensorScalar) -> Tensor { a + b.wrapped }
  /// Sum with a number.
  public static func + (a: some TensorScalar, b: Tensor) -> Tensor { a.wrapped + b }
  /// Difference with a number.
  public static func - (a: Tensor, b: some TensorScalar) -> Tensor { a - b.wrapped }
  /// Difference with a number.
  public static func - (a: some TensorScalar, b: Tensor) -> Tensor { a.wrapped - b }
  /// Product with a number.
  public static func * (a: Tensor, b: some TensorScalar) -> Tensor { a * b.wrapped }
  /// Product with a number.
  public static func * (a: some TensorScalar, b: Tensor) -> Tensor { a.wrapped * b }
  /// True quotient with a number.
  public static func / (a: Tensor, b: some TensorScalar) -> Tensor { a / b.wrapped }
  /// True quotient with a number.
  public static func / (a: some TensorScalar, b: Tensor) -> Tensor { a.wrapped / b }
  /// Remainder with the divisor's sign.
  public static func % (a: Tensor, b: some TensorScalar) -> Tensor { a % b.wrapped }

  /// Comparison with a number, a tensor of Booleans.
  public static func .> (a: Tensor, b: some TensorScalar) -> Tensor { a .> b.wrapped }
  /// Comparison with a number, a tensor of Booleans.
  public static func .< (a: Tensor, b: some TensorScalar) -> Tensor { a .< b.wrapped }
  /// Comparison with a number, a tensor of Booleans.
  public static func .>= (a: Tensor, b: some TensorScalar) -> Tensor { a .>= b.wrapped }
  /// Comparison with a number, a tensor of Booleans.
  public static func .<= (a: Tensor, b: some TensorScalar) -> Tensor { a .<= b.wrapped }
  /// Equality with a number, a tensor of Booleans.
  public static func .== (a: Tensor, b: some TensorScalar) -> Tensor { a .== b.wrapped }
  /// Inequality with a number, a tensor of Booleans.
  public static func .!= (a: Tensor, b: some TensorScalar) -> Tensor { a .!= b.wrapped }
}
