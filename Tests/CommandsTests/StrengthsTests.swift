import Testing

@testable import Commands

@Suite struct StrengthsTests {
  @Test func rangesHaveBothEndsAndListsWhatStandsInThem() {
    #expect(Strengths(argument: "0:1:0.25")?.values == [0, 0.25, 0.5, 0.75, 1])
    #expect(Strengths(argument: "0:1:0.1")?.values.count == 11)
    #expect(Strengths(argument: "1:0:-0.5")?.values == [1, 0.5, 0])
    #expect(Strengths(argument: "0.3,-1,2")?.values == [0.3, -1, 2])
    #expect(Strengths(argument: "0.7")?.values == [0.7])
    #expect(Strengths.tenths.values.count == 11)
  }

  @Test(arguments: ["", "a", "0:1", "0:1:0", "0:1:-1", "0:1:1e-9", "1,,2", "nan", "0:inf:1", "1:2:3:4"])
  func whatIsNoListIsRefused(text: String) { #expect(Strengths(argument: text) == nil) }
}
