import Foundation
package import Hummingbird
import Logging
import Recovery

/// The outermost part of the server: every request passes here before it is routed, and every answer on its way out.
package struct FrontDoor: HTTPResponder {
  let routes: RouterResponder<WebContext>
  let sameOrigin: SameOrigin
  let headers: SecurityHeaders
  let errors: ErrorAnswers

  package func respond(to request: Request, context: WebContext) async throws -> Response {
    let started = ContinuousClock.now
    var context = context
    context.form = AnswerForm(request)
    context.language = Language(acceptLanguage: request.headers[.acceptLanguage])
    var response: Response
    do {
      response = try await route(request, context)
    } catch let error as CancellationError {
      throw error
    } catch {
      response = await errors.answer(error, to: request, context)
    }
    headers.add(to: &response)
    log(request, response, since: started, context.logger)
    return response
  }

  private func route(_ request: Request, _ context: WebContext) async throws -> Response {
    try refuseLargeBody(of: request)
    var request = request
    var context = context
    if request.method == .post, request.mediaType == "application/x-www-form-urlencoded", !request.isFromOutside {
      let body = try await request.collectBody(upTo: Input.limit)
      let input = Input(form: try FormFields.parse(String(buffer: body)))
      context.input = input
      if let method = try input.text("_method", limit: 10).flatMap(Self.substitute) {
        var head = request.head
        head.method = method
        request = Request(head: head, body: request.body)
      }
    }
    try refuseForeignOrigin(of: request)
    return try await routes.respond(to: request, context: context)
  }

  /// Methods that plain HTML forms cannot send, and name in a hidden field instead.
  private static func substitute(_ name: String) -> HTTPRequest.Method? {
    [.delete, .patch, .put].first { $0.rawValue == name }
  }

  /// Refuses by what the request says about itself, before anything of its body is read.
  private func refuseLargeBody(of request: Request) throws(WebError) {
    guard let length = request.headers[.contentLength] else { return }
    let limit = request.uri.path.hasPrefix("/webhooks/") ? WebhookLimit.body : Input.limit
    guard let length = Int(length), length <= limit else { throw .tooLarge }
  }

  private func refuseForeignOrigin(of request: Request) throws(WebError) {
    guard !request.method.isSafe, !request.isFromOutside, request.headers[.authorization] == nil else { return }
    switch sameOrigin.verdict(on: request) {
    case true?: return
    case false?: throw .foreignOrigin
    // Signing in needs no cookie, and whoever sends none cannot misuse one.
    case nil: if request.sessionCookie != nil { throw .foreignOrigin }
    }
  }

  /// Addresses, bodies and header fields may hold secrets; the path does not.
  private func log(
    _ request: Request, _ response: Response, since started: ContinuousClock.Instant, _ logger: Logger
  ) {
    logger.debug(
      "Answered.",
      metadata: [
        "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
        "microseconds": "\((ContinuousClock.now - started) / .microseconds(1))",
      ])
  }
}

extension Request {
  /// Whether it belongs to what platforms and customers' pages call: they bring no session of ours, and their origins
  /// are judged by the channel.
  var isFromOutside: Bool { uri.path.hasPrefix("/webhooks/") || uri.path.hasPrefix("/widget/") }
}
