import HTTPTypes
import Hummingbird

/// The fields that every answer carries.
struct SecurityHeaders: Sendable {
  /// Whether people reach us by TLS, so that browsers may insist on it.
  let secure: Bool

  static let contentPolicy = """
    default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """

  func add(to response: inout Response) {
    response.headers[.contentSecurityPolicy] = Self.contentPolicy
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    response.headers[.openerPolicy] = "same-origin"
    if response.headers[.resourcePolicy] == nil { response.headers[.resourcePolicy] = "same-origin" }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    if secure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
  }
}
