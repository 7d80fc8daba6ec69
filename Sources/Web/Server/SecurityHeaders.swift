import HTTPTypes
import Hummingbird

/// The fields that every answer carries.
struct SecurityHeaders: Sendable {
  static let contentPolicy = """
    default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """

  private let always: HTTPFields
  private let unlessSaid: HTTPFields

  /// - Parameter secure: whether people reach us by TLS, so that browsers may insist on it.
  init(secure: Bool) {
    var always: HTTPFields = [
      .contentSecurityPolicy: Self.contentPolicy, .xContentTypeOptions: "nosniff", .referrerPolicy: "same-origin",
      .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      .openerPolicy: "same-origin",
    ]
    if secure { always[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
    self.always = always
    unlessSaid = [.resourcePolicy: "same-origin", .cacheControl: "no-store"]
  }

  func add(to response: inout Response) {
    for field in unlessSaid where response.headers[field.name] == nil { response.headers.append(field) }
    response.headers.append(contentsOf: always)
  }
}
