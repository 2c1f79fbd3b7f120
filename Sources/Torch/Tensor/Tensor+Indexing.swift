import CTorch

extension Tensor {
  /// A view of one index of the first dimension, which it drops.
  public subscript(_ index: Int) -> Tensor { select(0, index) }
  /// A view of a range of the first dimension.
  public subscript(_ range: Range<Int>) -> Tensor { narrow(0, range.lowerBound, range.count) }
  /// The rows a Boolean mask or int64 indices name, copied.
  public subscript(_ index: Tensor) -> Tensor { Tensor.apply(self, index) { ct_index($0, $1) } }
  /// The elements at pairs of row and column, copied.
  public subscript(_ rows: Tensor, _ columns: Tensor) -> Tensor {
    Tensor.apply(self, rows, columns) { ct_index_pairs($0, $1, $2) }
  }

  /// The indices named along a dimension.
  public func indexSelect(_ dimension: Int, _ index: Tensor) -> Tensor {
    Tensor.apply(self, index) { ct_index_select($0, dimension, $1) }
  }
  /// A vector of the elements under a mask.
  public func maskedSelect(_ mask: Tensor) -> Tensor { Tensor.apply(self, mask) { ct_masked_select($0, $1) } }
  /// One element per element of the index, along a dimension.
  public func gather(_ dimension: Int, _ index: Tensor) -> Tensor {
    Tensor.apply(self, index) { ct_gather($0, dimension, $1) }
  }
  /// A copy with elements of the source put where the index says, along a dimension.
  public func scatter(_ dimension: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    Tensor.apply(self, index, source) { ct_scatter($0, dimension, $1, $2) }
  }
  /// A copy with values at the rows a mask or indices name.
  public func indexPut(_ index: Tensor, _ values: Tensor) -> Tensor {
    Tensor.apply(self, index, values) { ct_index_put($0, $1, $2) }
  }
  /// A copy with slices of the source added where the index says, along a dimension.
  public func indexAdd(_ dimension: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
    Tensor.apply(self, index, source) { ct_index_add($0, dimension, $1, $2) }
  }
  /// The elements at flat indices.
  public func take(_ index: Tensor) -> Tensor { Tensor.apply(self, index) { ct_take($0, $1) } }
  /// Where the elements are not 0: [M, rank], int64.
  public func nonzero() -> Tensor { Tensor.apply(self) { ct_nonzero($0) } }
  /// A last dimension with a 1 at each label, int64.
  public func oneHot(_ classes: Int) -> Tensor { Tensor.apply(self) { ct_one_hot($0, classes) } }
  /// How often each of 0 ..< count occurs in a vector of integers, int64.
  public func bincount(_ count: Int) -> Tensor { Tensor.apply(self) { ct_bincount($0, count) } }

  /// The k largest elements along a dimension, falling, and where they are.
  public func topK(_ k: Int, dim: Int = -1) -> (values: Tensor, indices: Tensor) {
    Tensor.applyPair(self) { ct_top_k($0, k, dim) }
  }
  /// The elements sorted along a dimension, and where they were.
  public func sort(
    dim: Int = -1, descending: Bool = false, stable: Bool = false
  ) -> (values: Tensor, indices: Tensor) {
    Tensor.applyPair(self) { ct_sort($0, dim, descending, stable) }
  }
  /// Where sorted elements were, along a dimension.
  public func argsort(dim: Int = -1, descending: Bool = false, stable: Bool = false) -> Tensor {
    sort(dim: dim, descending: descending, stable: stable).indices
  }
  /// How many of the sorted boundaries lie below each value (or at it, when `right`), int64.
  public func searchsorted(_ values: Tensor, right: Bool = false) -> Tensor {
    Tensor.apply(self, values) { ct_searchsorted($0, $1, right) }
  }
}
