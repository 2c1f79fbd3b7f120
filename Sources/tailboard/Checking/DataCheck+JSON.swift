import Annotations
import JSON

extension DataCheck: JSONWritable {
  /// Writes everything that the page says.
  func write(to writer: inout JSONWriter) {
    let dataset = file.dataset
    writer.object { writer in
      writer.member("annotations", file.path)
      writer.member("images", dataset.images.count)
      writer.member("objects", dataset.instances.count)
      writer.member("trainable_objects", trainableCount)
      writer.array("classes") { writer in
        for (index, category) in dataset.categories.enumerated() {
          writer.object { writer in
            writer.member("id", category.id)
            writer.member("name", category.name)
            writer.member("frequency", category.frequency.map { String($0.rawValue) })
            writer.member("images", frequencies.imageCounts[index])
            writer.member("objects", frequencies.instanceCounts[index])
          }
        }
      }
      writer.object("masks") { writer in
        writer.member("missing", masks.missingCount)
        writer.member("unreadable", masks.unreadable)
      }
      Self.write(file.skipped, "left_out", to: &writer)
      Self.write(file.remarks, "taken_otherwise", to: &writer)
      writer.member("hint", boxHint?.rawValue)
      if let pictures { Self.write(pictures, to: &writer) }
      if let difference { Self.write(difference, to: &writer) }
      writer.object("recipe") { writer in
        for setting in settings { writer.member(setting.key, setting.value) }
      }
      writer.member("obstacles", obstacles)
      writer.member("trainable", isTrainable)
    }
  }

  private static func write<Kind>(_ findings: Findings<Kind>, _ key: String, to writer: inout JSONWriter) {
    writer.array(key) { writer in
      for kind in Kind.allCases {
        guard let entry = findings.entries[kind] else { continue }
        writer.object { writer in
          writer.member("what", kind.rawValue)
          writer.member("count", entry.count)
          writer.member("examples", entry.examples.map(\.description))
        }
      }
    }
  }

  private static func write(_ pictures: PictureScan, to writer: inout JSONWriter) {
    writer.object("pictures") { writer in
      writer.member("usable", pictures.usableCount)
      writer.member("turned", pictures.turnedCount)
      writer.member("unusable", pictures.unusable)
      writer.member("fit_as_stored", pictures.fitsAsStored)
      writer.member("missing", pictures.missing)
    }
  }

  private static func write(_ difference: ClassDifference, to writer: inout JSONWriter) {
    writer.object("against") { writer in
      writer.member("only_here", difference.onlyInFirst.map(\.name))
      writer.member("only_there", difference.onlyInSecond.map(\.name))
      writer.array("renamed") { writer in
        for renamed in difference.renamed {
          writer.object { writer in
            writer.member("id", renamed.id)
            writer.member("here", renamed.first)
            writer.member("there", renamed.second)
          }
        }
      }
    }
  }
}
