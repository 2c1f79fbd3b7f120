import Events
import JSON

/// A request as the small JSON file that carries it to a trainer: its time, and the members of an `asked` event.
public enum RequestText {
  /// The text of a request that is asked at a time, in seconds since 1970.
  public static func text(of asked: AskedRequest, at time: Double) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member(EventName.time, time)
      EventSchema.asked.write(asked, to: &$0)
    }
    writer.endLine()
    return writer.bytes
  }

  /// The request of a text and its time; throws what is wrong with it.
  public static func request(in text: [UInt8]) throws -> (AskedRequest, time: Double) {
    let json = try JSONParser().parse(text)
    return (try EventSchema.asked.read(json), try json.member(EventName.time).double())
  }
}
