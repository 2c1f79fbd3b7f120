import Events
import JSON

extension ClassResult: EventMember {
  /// Reads figures by key, and those by which the first version wrote.
  init(reading json: JSONValue, as name: String) throws {
    var values: [MetricKey: Double] = [:]
    for (name, value) in try json.members() where !value.isNull {
      switch name {
      case "ap_band":
        let band = try value.doubles()
        guard band.count == 2 else { throw EventReadingError.unknownWord(value.source, in: name) }
        values[.leastPrecision(.box)] = band[0]
        values[.mostPrecision(.box)] = band[1]
      default: values[Self.earlierNames[name] ?? MetricKey(name)] = try value.double()
      }
    }
    self.init(values)
  }

  /// Writes an object of the figures by key.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
    }
  }

  private static let earlierNames: [String: MetricKey] = [
    "box_ap": .averagePrecision(.box), "mask_ap": .averagePrecision(.mask),
    "ranking_error": .rankingError(.box),
  ]
}
