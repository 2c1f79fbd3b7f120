// swift-tools-version: 6.0
import Foundation
import PackageDescription

// MARK: - libtorch

/// The folder of the torch wheel (lib, include), or nil where there is none: then only the viewer is built.
/// Looked for in $LIBTORCH, the project's own .venv, and python3; torch is found, never imported.
func findTorch() -> String? {
  if let path = ProcessInfo.processInfo.environment["LIBTORCH"], !path.isEmpty { return path }
  let script =
    "import importlib.util as u,os;s=u.find_spec('torch');print(os.path.dirname(s.origin) if s else '')"
  for python in [Context.packageDirectory + "/.venv/bin/python", "python3"] {
    if let path = output(of: [python, "-c", script]), !path.isEmpty { return path }
  }
  return nil
}

func output(of command: [String]) -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { return nil }
  return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

// MARK: - Modules, each with the modules it may import (the README's code map says why)

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

/// What a module whose path is the package's own leaves out: themes lie at the top, beside Sources.
func allBut(_ module: String) -> [String] {
  let modules =
    (try? FileManager.default.contentsOfDirectory(atPath: Context.packageDirectory + "/Sources")) ?? []
  return ["README.md", "Tests"] + modules.filter { $0 != module }.map { "Sources/" + $0 }
}

let viewer: [Target] = [
  .target(name: "LegibleText"),
  .target(name: "Events"),
  .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
  .target(name: "JSON", dependencies: ["CSimdjson", "LegibleText"]),
  .target(name: "Annotations", dependencies: ["JSON"], resources: [.copy("Resources")]),
  .systemLibrary(
    name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
  // The hot path of the tests too: optimised in every configuration.
  .target(
    name: "CPictures", cSettings: [.unsafeFlags(["-O2"])],
    linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
  .target(name: "Images", dependencies: ["CTurboJPEG", "CPictures"]),
  .target(name: "Scenes", dependencies: ["Annotations", "Images", "CLogBytes"]),
  // The hot path of the tests too: optimised in every configuration.
  .target(name: "CResampling", cxxSettings: [.unsafeFlags(["-O2", "-Wno-psabi"])]),
  .target(name: "Evaluation", dependencies: ["Events", "Annotations", "JSON", "CResampling"]),
  .target(name: "EventLines", dependencies: ["Events", "JSON"]),
  .target(name: "RunStore", dependencies: ["Events", "EventLines", "JSON", "CLogBytes"]),
  // The hot path of the tests too: optimised in every configuration.
  .target(name: "CLogBytes", cxxSettings: [.unsafeFlags(["-O2"])]),
  .target(name: "LogTail", dependencies: ["Events", "EventLines", "JSON", "CLogBytes"]),
  .target(name: "TOMLText", dependencies: [toml]),
  .target(name: "Recipes", dependencies: ["TOMLText", toml], resources: [.copy("Resources")]),
  .target(name: "Cells", dependencies: ["LegibleText"]),
  .target(
    name: "Widgets", dependencies: ["Cells", "TOMLText", toml], path: ".", exclude: allBut("Widgets"),
    sources: ["Sources/Widgets"], resources: [.copy("themes")]),
  .target(name: "Dashboard", dependencies: ["Events", "Cells", "Widgets"]),
  .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
  .target(name: "Curses", dependencies: ["Cells", "CCurses"]),
  .target(name: "CHeldSignals"),
  .target(
    name: "Console",
    dependencies: [
      "CHeldSignals", "Events", "LegibleText", "Cells", "Widgets", "Curses", "Dashboard",
    ]),
  .target(
    name: "Comparison", dependencies: ["Recipes", "Events", "RunStore", "JSON", "Cells", "TOMLText", toml],
    resources: [.copy("Resources")]),
  .target(name: "Commands", dependencies: ["LegibleText", "Recipes", "Comparison", argumentParser]),
  .executableTarget(
    name: "tailboard",
    dependencies: [
      "Commands", "LegibleText", "Comparison", "Recipes", "Annotations", "Images", "Evaluation", "JSON",
      "Events",
      "EventLines",
      "RunStore", "Cells", "Widgets", "Dashboard",
      "Console", "LogTail", argumentParser,
    ], resources: [.copy("Help/Topics")]),
  .testTarget(name: "LegibleTextTests", dependencies: ["LegibleText"]),
  .testTarget(name: "TOMLTextTests", dependencies: ["TOMLText", toml]),
  .testTarget(name: "EventsTests", dependencies: ["Events"]),
  .testTarget(name: "JSONTests", dependencies: ["JSON"]),
  .testTarget(name: "EventLinesTests", dependencies: ["EventLines", "Events", "JSON"]),
  .testTarget(
    name: "AnnotationsTests", dependencies: ["Annotations", "JSON"], resources: [.copy("Golden")]),
  .testTarget(name: "ImagesTests", dependencies: ["Images"], resources: [.copy("Golden")]),
  .testTarget(name: "ScenesTests", dependencies: ["Scenes", "Annotations", "Images"]),
  .testTarget(
    name: "EvaluationTests", dependencies: ["Evaluation", "Events", "Annotations", "JSON"],
    resources: [.copy("Golden")]),
  .testTarget(name: "RunStoreTests", dependencies: ["RunStore", "Events", "EventLines"]),
  .testTarget(
    name: "LogTailTests", dependencies: ["LogTail", "CLogBytes", "Events", "JSON"],
    resources: [.copy("Golden")]),
  .testTarget(name: "RecipesTests", dependencies: ["Recipes"]),
  .testTarget(name: "CellsTests", dependencies: ["Cells"]),
  .testTarget(name: "CursesTests", dependencies: ["Curses", "CCurses", "Cells"]),
  .testTarget(name: "WidgetsTests", dependencies: ["Widgets", "Cells"]),
  .testTarget(
    name: "DashboardTests", dependencies: ["Dashboard", "Events", "Cells", "Widgets", "ScriptedRuns"],
    exclude: ["Snapshots"]),
  // Runs made up for the tests of what shows them.
  .target(name: "ScriptedRuns", dependencies: ["Events"], path: "Tests/ScriptedRuns"),
  .testTarget(
    name: "ConsoleTests",
    dependencies: [
      "Console", "Dashboard", "Events", "Cells", "Widgets", "RunStore", "ScriptedRuns", "tailboard",
    ]),
  .testTarget(
    name: "ComparisonTests", dependencies: ["Comparison", "Recipes", "RunStore", "Events", "JSON"]),
  .testTarget(
    name: "TailboardTests", dependencies: ["tailboard", "Annotations", "Cells", "Widgets", "JSON"]),
  .testTarget(name: "CommandsTests", dependencies: ["Commands", "Recipes"]),
]

/// CUDA's part of libtorch, where the wheel has it: nothing names its symbols, so the linker would leave it out.
func cuda(of torch: String) -> [String] {
  guard FileManager.default.fileExists(atPath: torch + "/lib/libtorch_cuda.so") else { return [] }
  return ["--no-as-needed", "-ltorch_cuda", "--as-needed"].flatMap { ["-Xlinker", $0] }
}

func trainer(torch: String) -> [Target] {
  let include: [CXXSetting] = [
    // The shim is the hot path of the tests too: optimised in every configuration.
    .unsafeFlags([
      "-O3", "-march=native", "-fno-math-errno",
      "-isystem", torch + "/include", "-isystem", torch + "/include/torch/csrc/api/include",
      // What the wheel lacks of Gloo; last, so that a wheel's own headers come first.
      "-idirafter", Context.packageDirectory + "/Sources/CTorch/gloo-stubs",
    ]),
    .define("NDEBUG"),
  ]
  let link: [LinkerSetting] = [
    .unsafeFlags(
      ["-L" + torch + "/lib", "-Xlinker", "-rpath", "-Xlinker", torch + "/lib"] + cuda(of: torch)),
    .linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
  ]
  return [
    .target(name: "CTorch", exclude: ["gloo-stubs"], cxxSettings: include, linkerSettings: link),
    .target(name: "Torch", dependencies: ["CTorch"]),
    .target(name: "Losses", dependencies: ["Torch", "Annotations"]),
    .target(name: "Detection", dependencies: ["Torch", "Losses", "Annotations", "Recipes"]),
    .target(
      name: "Training",
      dependencies: [
        "Detection", "Losses", "Torch", "Annotations", "Images", "Evaluation", "Events", "RunStore",
        "Recipes",
      ]),
    .executableTarget(
      name: "tailboard-trainer",
      dependencies: [
        "Commands", "LegibleText", "Comparison", "Recipes", "Scenes", "Annotations", "Images", "Evaluation",
        "Events",
        "RunStore",
        "Console", "JSON",
        "Torch", "Losses", "Detection", "Training", argumentParser,
      ]),
    // Tensors on the CPU, for tests that compute there.
    .target(name: "CPUTensors", dependencies: ["Torch"], path: "Tests/CPUTensors"),
    // A device for tests that stands in for a GPU.
    .target(
      name: "StandIn", path: "Tests/StandIn",
      cxxSettings: [
        .unsafeFlags([
          "-O1", "-isystem", torch + "/include", "-isystem", torch + "/include/torch/csrc/api/include",
        ])
      ], linkerSettings: link),
    // The Python that came with libtorch, for tests against torch itself.
    .target(name: "PythonInterpreter", path: "Tests/PythonInterpreter"),
    .testTarget(
      name: "TorchTests", dependencies: ["Torch", "CPUTensors", "PythonInterpreter"], exclude: ["Python"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "LossesTests", dependencies: ["Losses", "Torch", "CPUTensors", "Annotations", "JSON"],
      exclude: ["Python", "Golden"]),
    .testTarget(
      name: "DetectionTests",
      dependencies: ["Detection", "Losses", "Torch", "CPUTensors", "Annotations", "Recipes"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "Detection", "Losses", "Torch", "CTorch", "CPUTensors", "StandIn", "Annotations",
        "Images",
        "Evaluation",
        "Events", "RunStore",
        "Recipes", "Scenes", "PythonInterpreter",
      ]),
  ]
}

let torch = findTorch()

let package = Package(
  name: "tailboard",
  products: [.executable(name: "tailboard", targets: ["tailboard"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: viewer + (torch.map(trainer(torch:)) ?? []),
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
