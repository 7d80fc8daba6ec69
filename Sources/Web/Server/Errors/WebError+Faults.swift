import HTTPTypes
import Hummingbird
import NIOCore
import Recovery
import Storage

extension WebError {
  /// What a caught error means to the client; nil where it is a fault of our own.
  init?(_ error: any Error) {
    switch error {
    case let known as WebError: self = known
    case let input as InvalidInput: self = .invalid(input.field, input.message)
    case is UnknownVisitor: self = .unauthenticated
    case let fault as DatabaseError:
      guard fault.isTemporary else { return nil }
      self = .unavailable
    case is NIOTooManyBytesError: self = .tooLarge
    case let fault as any HTTPResponseError where fault.status.code < 500: self.init(fault.status)
    default: return nil
    }
  }

  private init(_ status: HTTPResponse.Status) {
    self = status == .notFound ? .notFound : WebError(status, "bad_request")
  }
}

extension DatabaseError {
  /// Whether the same request may succeed later.
  fileprivate var isTemporary: Bool {
    switch self {
    case .unavailable, .overloaded, .closed, .conflict: true
    default: false
    }
  }
}

/// Keeps the router from answering its own errors, so that all are answered alike.
struct RouterErrors: RouterMiddleware {
  func handle(
    _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as any HTTPResponseError {
      throw WebError(error) ?? WebError(.internalServerError, "internal")
    }
  }
}
