import Annotations
import JSON

extension MarginTable {
  /// One object: every class in an order, and the background.
  func json(by order: Order) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("source", source)
      writer.member("counts", counting.rawValue)
      writer.member("background_to_foreground", backgroundToForeground)
      writer.array("classes") { writer in
        for row in rows(by: order) { writer.object { row.writeMembers(to: &$0) } }
      }
      writer.object("background") { background.writeMembers(to: &$0) }
      writer.member("counted_as_one", unseen.map(\.id))
    }
    return writer.text
  }
}

extension MarginTable.Row {
  fileprivate func writeMembers(to writer: inout JSONWriter) {
    if let category {
      writer.member("id", category.id)
      writer.member("name", category.name)
      if let frequency = category.frequency { writer.member("frequency", String(frequency.rawValue)) }
      if let count = category.imageCount { writer.member("image_count", count) }
      if let count = category.instanceCount { writer.member("instance_count", count) }
    }
    writer.member("n", positives)
    writer.member("alpha", oddsAgainst)
    writer.member("gamma_plus", positiveMargin)
    writer.member("gamma_minus", negativeMargin)
    writer.member("delta", demanded)
    writer.member("m", rankingWeight)
  }
}
