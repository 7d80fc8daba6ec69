import Hummingbird

/// The parameters behind the `?` of an address.
struct Query: Sendable {
  private let values: [(name: String, value: String)]

  /// - Throws: ``WebError`` where it is not well-formed.
  init(_ request: Request) throws(WebError) { try self.init(request.uri.query ?? "") }

  /// - Throws: ``WebError`` where it is not well-formed.
  init(_ text: String) throws(WebError) {
    values = try FormFields.parse(text).map { (name: $0, value: $1) }
    for (name, value) in values where value.utf8.count > 1000 || value.utf8.contains(0) { throw .invalid(name) }
  }

  /// The first value that is not empty.
  subscript(name: String) -> String? { all(name).first }

  /// All values that are not empty.
  func all(_ name: String) -> [String] {
    values.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
  }

  /// The values, whether the parameter is repeated or they are separated by commas.
  func list(_ name: String) -> [String] {
    all(name).flatMap { $0.split(separator: ",").map { String($0).trimmed } }.filter { !$0.isEmpty }
  }
}

extension String {
  /// Without spaces at its ends.
  var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
