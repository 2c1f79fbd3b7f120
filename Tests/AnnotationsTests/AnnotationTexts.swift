import Annotations
import Foundation

// Annotation files of a test's own making: one image 2 of 64×48, one category 4, unless it says otherwise.

func image(_ id: Int, _ name: String = "a.jpg", _ more: String? = nil) -> String {
  #"{"id": \#(id), "file_name": "\#(name)", "width": 64, "height": 48\#(more.map { ", \($0)" } ?? "")}"#
}

func annotation(
  _ id: Int, image: Int = 2, category: Int = 4, box: String = "[1, 2, 3, 4]", segmentation: String = "[]"
) -> String {
  #"{"segmentation": \#(segmentation), "id": \#(id), "image_id": \#(image), "category_id": \#(category), "#
    + #""bbox": \#(box), "area": 12}"#
}

func category(_ id: Int, _ frequency: String? = nil) -> String {
  #"{"id": \#(id), "name": "c\#(id)"\#(frequency.map { #", "frequency": "\#($0)""# } ?? "")}"#
}

func text(
  images: [String] = [image(2)], annotations: [String] = [annotation(1)], categories: [String] = [category(4)]
) -> String {
  func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }
  return
    #"{ "images": \#(list(images)), "annotations": \#(list(annotations)), "categories": \#(list(categories))}"#
}

func read(
  images: [String] = [image(2)], annotations: [String] = [annotation(1)],
  categories: [String] = [category(4)],
  progress: (Double) -> Void = { _ in }
) throws -> AnnotationFile {
  try read(text(images: images, annotations: annotations, categories: categories), progress: progress)
}

@discardableResult
func read(_ text: String, progress: (Double) -> Void = { _ in }) throws -> AnnotationFile {
  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
  defer { try? FileManager.default.removeItem(at: url) }
  try Data(text.utf8).write(to: url)
  return try AnnotationFile(contentsOf: url, progress: progress)
}

/// A file of the data shared by the projects, beside this one.
func shared(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/\(path)")
    .standardized
}
