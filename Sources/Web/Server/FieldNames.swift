import HTTPTypes

extension HTTPField.Name {
  static let host = known("Host")
  static let fragment = known("X-Fragment")
  static let fetchSite = known("Sec-Fetch-Site")
  static let forwardedFor = known("X-Forwarded-For")
  static let referrerPolicy = known("Referrer-Policy")
  static let permissionsPolicy = known("Permissions-Policy")
  static let resourcePolicy = known("Cross-Origin-Resource-Policy")
  static let openerPolicy = known("Cross-Origin-Opener-Policy")
  static let referrer = known("Referer")
  static let accelBuffering = known("X-Accel-Buffering")
  static let lastEventID = known("Last-Event-ID")

  /// A field name that is written out here and thus is one.
  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
    return name
  }
}

extension HTTPRequest.Method {
  /// Whether a request with it changes nothing.
  var isSafe: Bool { self == .get || self == .head || self == .options }
}
