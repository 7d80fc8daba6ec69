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
    let path = request.uri.path
    // What platforms and customers' pages call: they get JSON, bring no session of ours, and their origins are judged
    // by the channel.
    let isFromOutside = path.hasPrefix("/webhooks/") || path.hasPrefix("/widget/")
    var context = context
    context.form = isFromOutside ? .json : AnswerForm(request)
    context.language = Language(acceptLanguage: request.headers[.acceptLanguage])
    var response: Response
    do {
      try refuseLargeBody(of: request, at: path)
      response =
        isFromOutside
        ? try await routes.respond(to: request, context: context) : try await route(request, context)
    } catch let error as CancellationError {
      throw error
    } catch {
      response = await errors.answer(error, to: request, context)
    }
    if !isFromOutside { response = try await Compression.applied(to: response, for: request) }
    headers.add(to: &response)
    log(request, path, response, since: started, context.logger)
    return response
  }

  /// Routes a request of an operator, of a program, or of whoever wants to become one.
  private func route(_ request: Request, _ context: WebContext) async throws -> Response {
    var request = request
    var context = context
    if request.method == .post, request.mediaType == "application/x-www-form-urlencoded" {
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
  private func refuseLargeBody(of request: Request, at path: String) throws(WebError) {
    guard let length = request.headers[.contentLength] else { return }
    let limit = path.hasPrefix("/webhooks/") ? WebhookLimit.body : Input.limit
    guard let length = Int(length), length <= limit else { throw .tooLarge }
  }

  private func refuseForeignOrigin(of request: Request) throws(WebError) {
    guard !request.method.isSafe, request.headers[.authorization] == nil else { return }
    switch sameOrigin.verdict(on: request) {
    case true?: return
    case false?: throw .foreignOrigin
    // Signing in needs no cookie, and whoever sends none cannot misuse one.
    case nil: if request.sessionCookie != nil { throw .foreignOrigin }
    }
  }

  /// Addresses, bodies and header fields may hold secrets; the path does not.
  private func log(
    _ request: Request, _ path: String, _ response: Response, since started: ContinuousClock.Instant, _ logger: Logger
  ) {
    logger.debug(
      "Answered.",
      metadata: [
        "method": "\(request.method.rawValue)", "path": "\(path)", "status": "\(response.status.code)",
        "microseconds": "\((ContinuousClock.now - started) / .microseconds(1))",
      ])
  }
}
