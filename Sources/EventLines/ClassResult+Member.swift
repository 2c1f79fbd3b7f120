import Events
import JSON

extension ClassResult: EventMember {
  /// Reads figures by key, and those by which the first version wrote.
  init(reading json: JSONValue, as name: String) throws {
    var values: [MetricKey: Double] = [:]
    var exchanges: [String: [ClassExchange]] = [:]
    for (name, value) in try json.members() where !value.isNull {
      switch name {
      case Self.takersName, Self.sourcesName: exchanges[name] = try value.elements().map(ClassExchange.init)
      case "ap_band":
        let band = try value.doubles()
        guard band.count == 2 else { throw EventReadingError.unknownWord(value.source, in: name) }
        values[.leastPrecision(.box)] = band[0]
        values[.mostPrecision(.box)] = band[1]
      default: values[Self.earlierNames[name] ?? MetricKey(name)] = try value.double()
      }
    }
    self.init(
      values, takers: exchanges[Self.takersName] ?? [], sources: exchanges[Self.sourcesName] ?? [])
  }

  /// Writes an object of the figures by key, and exchanges as pairs of class index and count.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
      for (name, exchanges) in [(Self.takersName, takers), (Self.sourcesName, sources)]
      where !exchanges.isEmpty {
        writer.member(name, exchanges.map { [$0.category, $0.count] })
      }
    }
  }

  private static let takersName = "taken_by"
  private static let sourcesName = "takes_of"

  private static let earlierNames: [String: MetricKey] = [
    "box_ap": .averagePrecision(.box), "mask_ap": .averagePrecision(.mask),
    "ranking_error": .rankingError(.box),
  ]
}

extension ClassExchange {
  fileprivate init(_ json: JSONValue) throws {
    let numbers = try json.integers()
    guard numbers.count == 2, numbers.allSatisfy(PlausibleNumbers.counts.contains) else {
      throw EventReadingError.unknownWord(json.source, in: "an exchange")
    }
    self.init(category: numbers[0], count: numbers[1])
  }
}
