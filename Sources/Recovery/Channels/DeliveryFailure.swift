/// Why a reply could not be delivered: of what kind that is, which the pages put into words, and what the platform said.
/// Both are stored in one text.
package struct DeliveryFailure: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case rejected
    case customerUnreachable = "customer_unreachable"
    case platformUnreachable = "platform_unreachable"
    case unauthorised
  }

  private static let separator = ": "

  /// Nil where it was stored without one.
  package let kind: Kind?
  package let detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  package init(stored: String) {
    let code = stored.firstRange(of: Self.separator).map { String(stored[..<$0.lowerBound]) }
    kind = code.flatMap(Kind.init(rawValue:))
    detail = kind.map { String(stored.dropFirst($0.rawValue.count + Self.separator.count)) } ?? stored
  }

  var stored: String { (kind.map { $0.rawValue + Self.separator } ?? "") + detail }
}
