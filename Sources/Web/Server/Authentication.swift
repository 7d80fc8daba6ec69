import HTTPTypes
import Hummingbird
import Recovery

/// Finds out who sends a request: by the session's cookie in browsers, by a bearer token in programs.
struct Authentication: Sendable {
  static let cookie = "answerback_session"

  let recovery: Recovery

  /// Whoever is signed in, or nil.
  func viewer(of request: Request) async throws -> Operator? {
    guard let token = request.sessionToken else { return nil }
    return try await recovery.authenticate(token: token)
  }
}

extension Request {
  /// The secret that the request is signed in with. A bearer token counts before a cookie.
  var sessionToken: String? {
    if headers[.authorization] != nil { return bearerToken }
    return sessionCookie
  }

  /// The token of an `Authorization: Bearer` field.
  var bearerToken: String? {
    guard let field = headers[.authorization], field.lowercased().hasPrefix("bearer ") else { return nil }
    let token = String(field.dropFirst(7)).trimmed
    return token.isEmpty || token.utf8.count > 200 ? nil : token
  }

  /// The value of the session's cookie.
  var sessionCookie: String? {
    let prefix = Authentication.cookie + "="
    for field in headers[values: .cookie] {
      for cookie in field.split(separator: ";") {
        let cookie = cookie.drop { $0 == " " }
        if cookie.hasPrefix(prefix), cookie.utf8.count > prefix.utf8.count, cookie.utf8.count <= 300 {
          return String(cookie.dropFirst(prefix.count))
        }
      }
    }
    return nil
  }
}
