import Cells
import Dashboard
import Foundation
import Testing
import Widgets

@testable import Console

@Suite final class ViewFileTests {
  private let home = FileManager.default.temporaryDirectory.appendingPathComponent(
    "views-\(UUID().uuidString)"
  ).path

  deinit { try? FileManager.default.removeItem(atPath: home) }

  private func file(_ paths: String...) throws -> ViewFile {
    try #require(ViewFile(of: paths, environment: ["XDG_STATE_HOME": home]))
  }

  private var view: ViewState {
    var state = DashboardState(role: .viewer, size: Size(width: 80, height: 24), now: 0, secondsFromGMT: 0)
    state.show(Pane.all[2])
    return state.view(in: "light")
  }

  @Test func aViewIsKeptForItsFolderHoweverThatIsNamed() throws {
    try file("/data/runs/a").save(view)
    #expect(try file("/data/runs/../runs/a/").load() == view)
    #expect(try file("/data/runs/b").load() == nil)
    try file("/data/runs/a").forget()
    #expect(try file("/data/runs/a").load() == nil)
  }

  @Test func severalFoldersAreOnePlaceInAnyOrder() throws {
    try file("/a", "/b").save(view)
    #expect(try file("/b", "/a").load() == view)
    #expect(try file("/a").load() == nil)
  }

  @Test func aBrokenFileIsAFirstLook() throws {
    try file("/a").save(view)
    let folder = home + "/tailboard/views"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    try "{".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    #expect(try file("/a").load() == nil)
  }

  @Test func theOldestViewsGo() throws {
    let folder = home + "/tailboard/views"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for index in 0..<510 {
      let path = "\(folder)/old\(index).json"
      try "{}".write(toFile: path, atomically: false, encoding: .utf8)
      let date = Date(timeIntervalSince1970: Double(index))
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }
    try file("/a").save(view)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.count == 500 && !left.contains("old10.json") && left.contains("old11.json"))
    #expect(try file("/a").load() == view)
  }

  @Test func withoutAHomeNothingIsKept() {
    #expect(ViewFile(of: ["/a"], environment: [:]) == nil)
    #expect(ViewFile(of: ["/a"], environment: ["HOME": "/h"]) != nil)
  }
}

@Suite struct PictureFilesTests {
  @Test func theDrawingTheTextAndTheFiguresGoWhereTheCallerSays() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("w-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let fixture = Fixture()
    fixture.start()
    fixture.step(7)
    _ = fixture.session.receive()
    let state = fixture.session.state
    let picture = CellBuffer(drawing: DashboardView(state, theme: .plain), size: state.size)
    let said = PictureFiles(folder: folder).write(state, picture, .plain)
    #expect(said == "written \(folder)/demo-step-7-loss.svg .txt .csv")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(names) == ["demo-step-7-loss.svg", "demo-step-7-loss.txt", "demo-step-7-loss.csv"])
    let csv = try String(contentsOfFile: folder + "/demo-step-7-loss.csv", encoding: .utf8)
    #expect(csv.contains("demo,loss,7,0.7,"))
  }

  @Test func aFolderThatIsGoneIsSaid() {
    let fixture = Fixture()
    let picture = CellBuffer(size: Size(width: 3, height: 1))
    let said = PictureFiles(folder: "/no/such").write(fixture.session.state, picture, .plain)
    #expect(said.hasPrefix("/no/such/screen-step-0-loss.svg cannot be written: "))
  }
}
