import Foundation

/// Letters of five by seven dots, for names on pictures: ASCII, with marks above letters left out.
enum DotFont {
  /// The columns of a text from left to right, each its dots from the top in the bits from the lowest; a blank one between
  /// letters. What is no ASCII letter becomes a question mark.
  static func columns(of text: String) -> [UInt8] {
    let plain = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
      $0.properties.canonicalCombiningClass == .notReordered
    }
    return Array(plain.map(letter).joined(separator: [0] as [UInt8]))
  }

  private static func letter(_ scalar: UnicodeScalar) -> ArraySlice<UInt8> {
    let code = (32...126).contains(scalar.value) ? Int(scalar.value) : Int(UInt8(ascii: "?"))
    return letters[5 * (code - 32)..<5 * (code - 31)]
  }

  /// Space to tilde, five columns a letter, two hexadecimal digits a column.
  private static let letters: [UInt8] = {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
  }()

  private static let hexadecimal = """
    000000000000005f00000007000700147f147f14242a7f2a12231308646236495522500000070000
    001c2241000041221c0014083e081408083e08080040301000080808080800606000002010080402
    3e5149453e00427f400042615149462141454b311814127f1027454545393c4a4949300171090503
    3649494936064949291e003636000000563600000814224100141414141400412214080201510906
    324979413e7e1111117e7f494949363e414141227f4141221c7f494949417f090909013e4149497a
    7f0808087f00417f41002040413f017f081422417f404040407f020c027f7f0408107f3e4141413e
    7f090909063e4151215e7f09192946464949493101017f01013f4040403f1f2040201f7f2018207f
    631408146303047804036151494543007f41410002040810200041417f0004020102044040404040
    000102040020545454787f484444383844444420384444487f3854545418087e090102085454543c
    7f0804047800447d40002040443d007f1028440000417f40007c041804787c080404783844444438
    7c14141408081414187c7c080404084854545420043f4440203c4040207c1c2040201c3c4030403c
    44281028440c5050503c4464544c44000836410000007f000000413608000804081008
    """
}
