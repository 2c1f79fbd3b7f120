import Events
import Testing

@Suite struct MailboxTests {
  @Test func deliversInOrder() {
    let mailbox = Mailbox<Int>(capacity: 4)
    (1...3).forEach(mailbox.send)
    #expect(mailbox.drain().elements == [1, 2, 3])
    #expect(mailbox.drain().elements.isEmpty)
  }

  /// Five into four: the fifth finds it full, so the oldest two go.
  @Test func dropsTheOldestAndCountsThem() {
    let mailbox = Mailbox<Int>(capacity: 4)
    (1...5).forEach(mailbox.send)
    let (elements, dropped) = mailbox.drain()
    #expect(elements == [3, 4, 5])
    #expect(dropped == 2)
  }
}
