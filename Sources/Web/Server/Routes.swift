import HTTPTypes
import Hummingbird
import Recovery

/// All addresses, what each may be asked, and by whom.
struct Routes {
  /// Answers a request of anybody.
  typealias Open = @Sendable (Request, WebContext) async throws -> Response
  /// Answers a request of an operator.
  typealias SignedIn = @Sendable (Request, WebContext, Operator) async throws -> Response

  private let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
  private let authentication: Authentication
  private var methods: [String: [HTTPRequest.Method]] = [:]

  init(authentication: Authentication) {
    self.authentication = authentication
    router.add(middleware: RouterErrors())
  }

  /// A route for everybody.
  mutating func open(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Open) {
    methods[path, default: []].append(method)
    router.on(RouterPath(path), method: method, use: answer)
  }

  /// A route for operators.
  ///
  /// - Parameter role: the least role that may use it; to others it is forbidden.
  mutating func add(
    _ method: HTTPRequest.Method, _ path: String, from role: Role = .operator, _ answer: @escaping SignedIn
  ) {
    let authentication = authentication
    open(method, path) { request, context in
      guard let viewer = try await authentication.viewer(of: request) else { throw WebError.unauthenticated }
      guard viewer.role >= role else { throw WebError.forbidden }
      var context = context
      context.language = Language(locale: viewer.locale)
      return try await answer(request, context, viewer)
    }
  }

  /// The responder, which answers methods that an address does not have with 405.
  func responder() -> RouterResponder<WebContext> {
    for (path, declared) in methods {
      // What can be got can also be asked about.
      let allowed = declared.contains(.get) ? declared + [.head] : declared
      for method in Self.known where !allowed.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in throw WebError.methodNotAllowed(allowed) }
      }
    }
    return router.buildResponder()
  }

  private static let known: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
  ]
}
