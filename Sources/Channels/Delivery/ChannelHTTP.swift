package import AsyncHTTPClient

extension HTTPClient.Configuration {
  /// How channels call platforms.
  ///
  /// Redirects are not followed: they would carry secrets elsewhere. Requests are not traced: some platforms want the secret in
  /// the address, which a span would record.
  package static var channels: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(5)
    configuration.timeout.read = .seconds(60)
    configuration.tracing.tracer = nil
    return configuration
  }
}
