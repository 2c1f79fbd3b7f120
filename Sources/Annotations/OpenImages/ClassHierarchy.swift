import Foundation
import JSON

/// Open Images' tree of classes: what shows a class shows its parents, and what lacks a class lacks its children.
///
/// NOTE: as in the reference's expansion the root is no class. A class that stands in several places is below a class
/// once for each of them, except below one that has them all.
public struct ClassHierarchy: Sendable {
  private var parents: [String: [String]] = [:]
  private var children: [String: [String]] = [:]
  /// The classes, as often as they stand in the tree.
  private var labels: [String] = []

  /// Reads the hierarchy of boxable classes (bbox_labels_…_hierarchy.json).
  public init(contentsOf url: URL) throws {
    do {
      try self.init(forestBelow: JSONParser().parse(Data(contentsOf: url)))
    } catch let error as JSONError {
      throw OpenImagesError.hierarchy(file: url.path, error)
    }
  }

  /// Every class above one; none where the tree does not have it.
  public func parents(of label: String) -> [String] { parents[label] ?? [] }

  /// Every class below one; none where the tree does not have it.
  public func children(of label: String) -> [String] { children[label] ?? [] }

  /// The trees below a node.
  private init(forestBelow node: JSONValue) throws {
    guard let subcategories = node["Subcategory"] else { return }
    for subcategory in try subcategories.elements() {
      let tree = try ClassHierarchy(tree: subcategory)
      parents.merge(tree.parents, uniquingKeysWith: +)
      children.merge(tree.children, uniquingKeysWith: +)
      labels += tree.labels
    }
  }

  /// A node and the trees below it.
  private init(tree node: JSONValue) throws {
    let label = try node.member("LabelName").string()
    try self.init(forestBelow: node)
    parents = parents.mapValues { $0 + [label] }
    parents[label] = []
    children[label] = labels
    labels.insert(label, at: 0)
  }
}
