import HTTPTypes
import Recovery
import Storage

/// A refusal, on its way to become `{"error":{"code","message","field"}}` or an error page.
struct WebError: Error {
  let status: HTTPResponse.Status
  /// What programs look at; the sentence for people is `error.<code>` in the catalogues.
  let code: String
  /// The field that is wrong, as its user names it.
  var field: String?
  /// A sentence that says more than the catalogue's, if any.
  var message: String?
  /// Who was faster, where somebody was.
  var taken: Taken?
  /// Whom the catalogue's sentence names.
  var name: String?
  /// The text's key where it names no person but a word of ours.
  var nameKey: String?
  var headers: HTTPFields = [:]

  struct Taken: Sendable {
    let by: Reference
    let at: Timestamp
  }

  init(_ status: HTTPResponse.Status, _ code: String, field: String? = nil, message: String? = nil) {
    self.status = status
    self.code = code
    self.field = field
    self.message = message
  }
}

extension WebError {
  static let notFound = WebError(.notFound, "not_found")
  static let forbidden = WebError(.forbidden, "forbidden")
  static let unauthenticated = WebError(.unauthorized, "unauthenticated")
  static let foreignOrigin = WebError(.forbidden, "foreign_origin")
  static let tooLarge = WebError(.contentTooLarge, "too_large")
  static let malformedJSON = WebError(.badRequest, "malformed_json")

  static let alreadyClosed = WebError(.conflict, "already_closed")

  /// Somebody else was faster.
  static func alreadyTaken(by holder: Reference, at moment: Timestamp) -> WebError {
    held(by: holder, at: moment, code: "already_taken")
  }

  /// Somebody else is at it.
  static func held(by holder: Reference, at moment: Timestamp, code: String = "held_by") -> WebError {
    var error = WebError(.conflict, code)
    error.taken = Taken(by: holder, at: moment)
    error.name = holder.name
    return error
  }

  /// Only the designated owner may accept it.
  static func notYours(_ designated: Reference) -> WebError {
    var error = WebError(.forbidden, "not_yours")
    error.name = designated.name
    return error
  }

  static func invalid(_ field: String, _ message: String? = nil) -> WebError {
    WebError(.badRequest, "invalid", field: field, message: message)
  }

  /// Too many of something; another try makes sense after `span`.
  static func tooMany(retryAfter span: Duration) -> WebError {
    var error = WebError(.tooManyRequests, "too_many_requests")
    error.headers[.retryAfter] = String(max(1, span.components.seconds))
    return error
  }

  static let unavailable: WebError = {
    var error = WebError(.serviceUnavailable, "unavailable")
    error.headers[.retryAfter] = "5"
    return error
  }()

  static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> WebError {
    var error = WebError(.methodNotAllowed, "method_not_allowed")
    error.headers[.allow] = allowed.map(\.rawValue).sorted().joined(separator: ", ")
    return error
  }
}
