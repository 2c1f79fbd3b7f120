import Foundation
import Testing

@testable import tailboard

@Suite struct DetectionFilesTests {
  @Test func aFolderIsItsPartsAndTwoFilesAreComparedUnlessTheyAreMerged() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect { try DetectionFiles([folder.path], areParts: false) } throws: {
      "\($0)".contains("without .json files")
    }
    for name in ["rank1.json", "rank0.json", "log.txt"] {
      try Data("[]".utf8).write(to: folder.appending(path: name))
    }
    func names(_ arguments: [String], areParts: Bool) throws -> [[String]] {
      try DetectionFiles(arguments, areParts: areParts).evaluations.map { $0.map(\.lastPathComponent) }
    }
    #expect(try names([folder.path], areParts: false) == [["rank0.json", "rank1.json"]])
    #expect(
      try names([folder.path, "b.json"], areParts: false) == [["rank0.json", "rank1.json"], ["b.json"]])
    #expect(try names(["a.json", "b.json"], areParts: false) == [["a.json"], ["b.json"]])
    #expect(try names(["c", "b", "a"], areParts: true) == [["c", "b", "a"]])
    #expect { try names(["a", "b", "c"], areParts: false) } throws: { "\($0)".contains("--merge") }
  }
}
