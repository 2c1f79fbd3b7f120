import Recipes
import Testing
import Torch

@testable import Training

@Suite struct TrainingContextTests {
  @Test func recipesAndOptionsNameDevices() {
    #expect(Recipe.Run.DeviceChoice("auto") == .automatic)
    #expect(Recipe.Run.DeviceChoice("cuda:1") == .cuda(1))
    #expect(Recipe.Run.DeviceChoice("cuda") == .cuda(nil))
    for wrong in ["gpu", "cuda:", "cuda:-1", "cuda:1:2", "CPU", ""] {
      #expect(Recipe.Run.DeviceChoice(wrong) == nil, "\(wrong)")
    }
    for text in ["auto", "cpu", "cuda", "cuda:3"] {
      #expect(Recipe.Run.DeviceChoice(text)?.description == text)
    }
  }

  /// Of a GPU that no machine has.
  @Test func aMissingDeviceIsAnErrorThatNamesThoseThereAre() throws {
    let error = #expect(throws: DeviceError.self) { try TrainingContext(alone: .cuda(99)) }
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("cuda:99 is not here: the devices are cpu"))
    #expect(text.hasSuffix(".") && !text.contains("\n"))
  }

  @Test func theCPUIsAlwaysThereAndSaysWhatItIs() throws {
    #expect(try TrainingContext(alone: .cpu) == TrainingContext(device: .cpu, rank: 0, worldSize: 1))
    #expect(Device.cpu.inWords.hasPrefix("cpu, ") && Device.cpu.inWords.hasSuffix(" GB"))
    #expect(Device.available.first == .cpu)
  }
}
