import Yams

extension YamlError {
  /// What is amiss and where. The text itself is left out, for it may hold passwords.
  var placed: String {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line), column \(mark.column): \(problem)."
    case .reader(let problem, let offset?, _, let text):
      "line \(text.prefix(offset).count(where: \.isNewline) + 1): \(problem)."
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): \(keys.map { "«\($0)»" }.joined(separator: ", ")) is there twice."
    default: "it must be a text in YAML."
    }
  }
}
