import Foundation
import PythonInterpreter
import Testing

@testable import Torch

/// Pickles of NumPy's arrays as Python/numpy_pickles.py writes them, and what PyTorch wrote before 1.6.
@Suite struct PickleTests {
  private static func golden(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: name, withExtension: "pkl", subdirectory: "Golden"))
  }

  @Test(arguments: [2, 3, 4, 5]) func readsNumPysArraysOfEveryProtocol(version: Int) throws {
    let value = try CheckpointValue.read(from: Self.golden("numpy-protocol-\(version)"))
    let model = try #require(value["model"])
    func tensor(_ name: String) throws -> Tensor { try #require(model[name]?.asTensor, "\(name)") }
    let values: [Float] = [1.5, -2.25, 3, -128, 0.0078125, 255]
    for name in ["float", "columns"] {
      #expect(try tensor(name).shape == [2, 3])
      #expect(try tensor(name).array(of: Float.self) == values)
    }
    #expect(try tensor("double").array(of: Double.self) == values.map(Double.init))
    #expect(try tensor("half").dtype == .float16)
    #expect(try tensor("half").to(.float32).array(of: Float.self) == [1.5, -2.25, -128, 0.0078125])
    #expect(try tensor("long").array(of: Int.self) == [-1, 1 << 40])
    #expect(try tensor("bytes").array(of: UInt8.self) == [0, 10, 128, 255])
    #expect(try tensor("truth").array(of: Bool.self) == [true, false])
    #expect(try tensor("scalar").shape == [] && tensor("scalar").item() == 7)
    #expect(try tensor("empty").shape == [0, 4])
    guard case .object("numpy.ndarray of U2")? = model["text"] else {
      Issue.record("text is named and not kept: \(String(describing: model["text"]))")
      return
    }
    #expect(value["__author__"]?.asString == "nobody" && value["matching_heuristics"]?.asBool == true)
  }

  @Test func bigEndianNumbersAreRefused() throws {
    let error = #expect(throws: FileError.self) {
      try CheckpointValue.read(from: Self.golden("numpy-big-endian"))
    }
    #expect("\(try #require(error))".contains("an array of big-endian numbers"))
  }

  /// What Python 2 wrote: its strings are bytes, U and a length of one, T and a length of four.
  @Test func readsThePickleOfPython2() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "two.pkl")
      func short(_ text: String) -> [UInt8] { [UInt8(ascii: "U"), UInt8(text.utf8.count)] + text.utf8 }
      func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }
      let type =
        global("numpy", "dtype") + short("f4") + Array("K\0K\u{1}".utf8) + [0x87] + Array("R(K\u{3}".utf8)
        + short("<") + Array("NNNJ".utf8) + [255, 255, 255, 255] + Array("J".utf8) + [255, 255, 255, 255]
        + Array("K\0tb".utf8)
      let data: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 0xC3]
      let array =
        global("numpy.core.multiarray", "_reconstruct") + global("numpy", "ndarray") + Array("K\0".utf8)
        + [0x85] + short("b") + [0x87] + Array("R(K\u{1}K\u{2}".utf8) + [0x85] + type + [0x89]
        + Array("T".utf8) + [8, 0, 0, 0] + data + Array("tb".utf8)
      try Data([0x80, 2] + Array("}".utf8) + short("conv1_w") + array + Array("s.".utf8)).write(to: file)
      let value = try CheckpointValue.read(from: file)
      #expect(value["conv1_w"]?.asTensor?.array(of: Float.self) == [1, -128])
    }
  }

  /// The globals of a pickle are names here: what would be called is never looked for.
  @Test func nothingIsExecuted() throws {
    try withTemporaryFolder { folder in
      let (file, trace) = (folder.appending(path: "evil.pkl"), folder.appending(path: "trace"))
      _ = try Python.run(
        """
        import os, pickle, sys
        class Evil:
          def __reduce__(self): return (os.system, ("touch " + sys.argv[2],))
        pickle.dump({"model": {}, "evil": Evil()}, open(sys.argv[1], "wb"), protocol=2)
        """, [file.path, trace.path])
      let value = try CheckpointValue.read(from: file)
      guard case .object(let name)? = value["evil"] else {
        Issue.record("\(String(describing: value["evil"]))")
        return
      }
      #expect(name.hasSuffix(".system"))
      #expect(!FileManager.default.fileExists(atPath: trace.path))
    }
  }

  @Test(arguments: [2, 4]) func readsWhatPyTorchWroteBefore1_6(protocolVersion: Int) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "old.pth")
      _ = try Python.run(
        """
        import sys, torch
        base = torch.arange(12.)
        torch.save({"model": {"whole": base, "view": base.view(3, 4).t()[1:], "half": base.bfloat16()[::2],
          "count": torch.tensor(5), "none": torch.zeros(0, 3)}, "step": 7},
          sys.argv[1], _use_new_zipfile_serialization=False, pickle_protocol=int(sys.argv[2]))
        """, [file.path, "\(protocolVersion)"])
      let value = try CheckpointValue.read(from: file)
      let model = Dictionary(value["model"]?.tensors ?? []) { $1 }
      #expect(model["whole"]?.array(of: Float.self) == (0..<12).map(Float.init))
      #expect(model["view"]?.array(of: Float.self) == [1, 5, 9, 2, 6, 10, 3, 7, 11])
      #expect(model["half"]?.to(.float32).array(of: Float.self) == [0, 2, 4, 6, 8, 10])
      #expect(model["count"]?.array(of: Int.self) == [5])
      #expect(model["none"]?.shape == [0, 3])
      #expect(value["step"]?.asInteger == 7)

      let bytes = try Data(contentsOf: file)
      for length in [bytes.count / 2, bytes.count - 1] {
        try bytes.prefix(length).write(to: file)
        #expect(throws: FileError.truncated(file)) { try CheckpointValue.read(from: file) }
      }
    }
  }

  /// Every byte in turn is set to others: reading gives a value or an error, never a crash.
  @Test(arguments: [2, 5]) func survivesDamage(version: Int) throws {
    let good = try Data(contentsOf: Self.golden("numpy-protocol-\(version)"))
    let source = NoStorages(URL(filePath: "/damaged.pkl"))
    for position in good.indices {
      for byte: UInt8 in [0, 0x85, 0x8e, 0xff] + Array("t]}eubRKhqBCU".utf8) {
        var damaged = good
        damaged[position] = byte
        var reader = PickleReader(damaged, source)
        _ = try? reader.value()
      }
    }
  }

  @Test func safetensorsAreReadBackAndByHand() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      let turned = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).to(.float32).transpose(0, 1)
      try SafeTensors.write([("turned", turned), ("é\"", Tensor([Float(7)]).to(.bfloat16))], to: file)
      let read = try SafeTensors(contentsOf: file)
      #expect(read.names == ["turned", "é\""])
      #expect(try read.tensor("turned").array(of: Float.self) == [1, 4, 2, 5, 3, 6])
      let bytes = try Data(contentsOf: file)
      let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(length % 8 == 0 && bytes.count == 8 + length + 24 + 2)
      // 7 in bfloat16 is 0x40E0.
      #expect(bytes.suffix(2) == Data([0xE0, 0x40]))
    }
  }
}
