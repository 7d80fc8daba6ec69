import HTTPTypes
import Hummingbird
import Recovery

/// A request of a customer's page to the widget's channel.
struct WidgetRequest: Sendable {
  let request: Request
  let context: WebContext
  let channel: Channel
}

extension WebApplication {
  /// A route of the widget: for pages of the channel's origins only, which may read the answer, also a refusal.
  func widget(_ answer: @escaping @Sendable (WidgetRequest) async throws -> Response) -> Routes.Open {
    { request, context in
      let channel = try await self.site(of: context)
      try self.admit(request, to: channel)
      var response: Response
      do {
        response = try await answer(WidgetRequest(request: request, context: context, channel: channel))
      } catch {
        guard let refusal = WebError(error) else { throw error }
        response = self.pages.errorJSON(refusal, context.language)
        for field in refusal.headers { response.headers[field.name] = field.value }
      }
      self.allowReading(&response, by: request)
      return response
    }
  }

  /// `OPTIONS /widget/…`: what a browser asks before it lets a foreign page send.
  func preflightWidget(_ request: Request, _ context: WebContext) async throws -> Response {
    let channel = try await site(of: context)
    guard isAllowed(request.headers[.origin], on: channel, request) else { throw WebError.foreignOrigin }
    var response = Response.noContent
    allowReading(&response, by: request)
    response.headers[.accessControlAllowMethods] = "GET, POST"
    response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
    response.headers[.accessControlMaxAge] = "600"
    return response
  }

  private func site(of context: WebContext) async throws -> Channel {
    guard let name = context.parameters.get("channel"),
      let channel = try await recovery.directory().channels[name], channel.kind == .web
    else { throw WebError.notFound }
    return channel
  }

  /// Browsers leave `Origin` out where a page reads from its own server; such a page is ours.
  private func admit(_ request: Request, to channel: Channel) throws(WebError) {
    if request.headers[.origin] == nil, request.headers[.fetchSite] == "same-origin" { return }
    guard isAllowed(request.headers[.origin], on: channel, request) else { throw .foreignOrigin }
  }

  private func isAllowed(_ origin: String?, on channel: Channel, _ request: Request) -> Bool {
    guard let origin else { return false }
    let allowed = (channel.options["origins"] ?? "").split(separator: " ")
    return allowed.contains { $0 == origin }
      || sameOrigin.isOurs(origin, host: request.head.authority ?? request.headers[.host])
  }

  private func allowReading(_ response: inout Response, by request: Request) {
    response.headers[.vary] = "Origin"
    response.headers[.resourcePolicy] = "cross-origin"
    if let origin = request.headers[.origin] { response.headers[.accessControlAllowOrigin] = origin }
  }
}
