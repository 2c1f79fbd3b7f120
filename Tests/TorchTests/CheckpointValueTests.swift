import Foundation
import PythonInterpreter
import Testing

@testable import Torch

@Suite struct CheckpointValueTests {
  @Test func pythonReadsWhatIsWrittenWithWeightsOnly() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "model.pt")
      let matrix = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
      let value = CheckpointValue.dictionary(named: [
        (
          "model",
          .stateDictionary([
            ("double", matrix.to(.float64) / 2), ("turned", matrix.transpose(0, 1)),
            ("brain", matrix.to(.bfloat16)), ("image", Tensor.zeros([1, 3, 2, 2]).channelsLast()),
            ("truth", matrix .> 3), ("scalar", Tensor(7)), ("nothing", Tensor.zeros([0, 4])),
          ])
        ),
        ("step", .integer(-5)), ("long", .integer(1 << 40)), ("rate", .number(0.02)),
        ("name", .string("ECM δ")),
        ("flags", .list([.bool(true), .none, .tuple([.integer(1), .string("")])])),
      ])
      try value.write(to: file)
      let seen = try Python.run(
        """
        import sys, torch
        c = torch.load(sys.argv[1], weights_only=True)
        print({k: (v.tolist(), str(v.dtype)[6:]) for k, v in c.pop("model").items()}, c)
        """, [file.path])
      #expect(
        seen == """
          {'double': ([[0.5, 1.0, 1.5], [2.0, 2.5, 3.0]], 'float64'), \
          'turned': ([[1, 4], [2, 5], [3, 6]], 'int64'), \
          'brain': ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], 'bfloat16'), \
          'image': ([[[[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]]], 'float32'), \
          'truth': ([[False, False, False], [True, True, True]], 'bool'), 'scalar': (7.0, 'float32'), \
          'nothing': ([], 'float32')} \
          {'step': -5, 'long': 1099511627776, 'rate': 0.02, 'name': 'ECM δ', \
          'flags': [True, None, (1, '')]}
          """)
    }
  }

  @Test(arguments: [2, 4])
  func readsAModelAndItsOptimiserFromPython(protocolVersion: Int) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "run.pth")
      _ = try Python.run(
        """
        import argparse, sys, torch
        torch.manual_seed(0)
        m = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
        o = torch.optim.SGD(m.parameters(), lr=0.1, momentum=0.9)
        m(torch.ones(4, 3)).sum().backward(); o.step()
        base = torch.arange(12.)
        torch.save({"model": m.state_dict(), "optimizer": o.state_dict(), "half": base.bfloat16()[::2],
          "view": base.view(3, 4).t()[1:], "same": base, "big": 2 ** 40, "args": argparse.Namespace(lr=1),
          "dtype": torch.float32, "size": torch.Size([2, 3]), "parameter": torch.nn.Parameter(base[:2])},
          sys.argv[1], pickle_protocol=int(sys.argv[2]))
        """, [file.path, "\(protocolVersion)"])
      let value = try CheckpointValue.read(from: file)
      try withTorchErrors {
        #expect(
          value["model"]?.tensors.map(\.name) == [
            "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
            "1.num_batches_tracked",
          ])
        #expect(value["model"]?["1.num_batches_tracked"]?.asTensor?.array(of: Int.self) == [1])
        #expect(value["optimizer"]?["param_groups"]?[0]?["lr"]?.asNumber == 0.1)
        #expect(value["optimizer"]?["state"]?[0]?["momentum_buffer"]?.asTensor?.shape == [2, 3])
        #expect(value["half"]?.asTensor?.array(of: Float.self) == [0, 2, 4, 6, 8, 10])
        #expect(value["view"]?.asTensor?.array(of: Float.self) == [1, 5, 9, 2, 6, 10, 3, 7, 11])
        #expect(value["big"]?.asInteger == 1 << 40)
        #expect(value["size"]?.asList?.compactMap(\.asInteger) == [2, 3])
        #expect(value["parameter"]?.asTensor?.array(of: Float.self) == [0, 1])
        guard case .object("argparse.Namespace")? = value["args"] else {
          Issue.record("the object is named and nothing more: \(String(describing: value["args"]))")
          return
        }
      }
    }
  }

  @Test func namesWhatIsWrongWithAFile() throws {
    try withTemporaryFolder { folder in
      let good = folder.appending(path: "good.pt")
      try CheckpointValue.stateDictionary([("w", Tensor.ones([1000]))]).write(to: good)
      let bytes = try Data(contentsOf: good)
      func reading(_ data: Data) throws -> FileError? {
        let file = folder.appending(path: "bad.pt")
        try data.write(to: file)
        return #expect(throws: FileError.self) { _ = try CheckpointValue.read(from: file) }
      }
      let bad = folder.appending(path: "bad.pt")
      #expect(try reading(bytes.dropLast(100)) == .truncated(bad))
      #expect(try reading(bytes.prefix(bytes.count / 2)) == .truncated(bad))
      #expect(
        try reading(Data([0x80, 0x02, 0x8a, 0x0a, 0x6c]))
          == .malformed(bad, "at byte 4 of its pickle: an integer of 10 bytes"))
      #expect(try reading(Data()) == .malformed(bad, "this is not a file that torch.save writes"))
      #expect(try reading(Data("hello".utf8)) == .malformed(bad, "this is not a file that torch.save writes"))
    }
  }

  /// Every byte of the pickle in turn is set to others: reading gives a value or an error, never a crash.
  /// (In a file the zip's checksum would stop most of them before the pickle is looked at.)
  @Test func survivesDamage() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "model.pt")
      try CheckpointValue.dictionary(named: [("a", .list([.integer(1), .tensor(Tensor.ones([2, 2]))]))])
        .write(to: file)
      let archive = try Archive(file)
      let pickle = try archive.record("data.pkl", .uint8).array(of: UInt8.self)
      var whole = PickleReader(Data(pickle), archive)
      #expect(try whole.value()["a"]?[1]?.asTensor?.shape == [2, 2])
      for position in pickle.indices {
        for byte: UInt8 in [0, 0x85, 0x86, 0xff] + Array("t]}eu.QRKhq".utf8) {
          var damaged = pickle
          damaged[position] = byte
          var reader = PickleReader(Data(damaged), archive)
          _ = try? reader.value()
        }
      }
    }
  }

  /// More than any call stack holds.
  private static let depth = 1_000_000

  @Test func refusesTuplesThatNestTooDeep() throws {
    try expectTooDeep([UInt8(ascii: ")")] + [UInt8](repeating: 0x85, count: Self.depth))
  }

  @Test func refusesListsThatNestTooDeep() throws {
    try expectTooDeep(
      [UInt8](repeating: UInt8(ascii: "]"), count: Self.depth)
        + [UInt8](repeating: UInt8(ascii: "a"), count: Self.depth - 1))
  }

  private func expectTooDeep(_ program: [UInt8]) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "model.pt")
      try CheckpointValue.integer(1).write(to: file)
      var reader = PickleReader(Data(program + [UInt8(ascii: ".")]), try Archive(file))
      #expect(throws: FileError.malformed(file, "in its pickle: values nest deeper than 100")) {
        try reader.value()
      }
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    #expect(throws: TorchError.self) {
      try CheckpointValue.integer(1).write(to: URL(filePath: "/nonexistent/model.pt"))
    }
  }

  @Test func aFullDiskIsAnError() {
    #expect(throws: TorchError.self) {
      try CheckpointValue.tensor(Tensor.ones([100_000])).write(to: URL(filePath: "/dev/full"))
    }
  }
}
