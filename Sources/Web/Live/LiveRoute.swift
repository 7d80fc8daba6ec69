import HTTPTypes
import Hummingbird
import NIOCore
import Recovery
import ServiceLifecycle

extension WebApplication {
  /// `GET /live`: the stream of what changes for this operator.
  func openLiveStream(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let variant = LiveVariant(Language(locale: viewer.locale))
    guard live.hasRoom(for: viewer.id, as: variant) else { throw WebError.unavailable }
    let query = try Query(request)
    let known = (request.headers[.lastEventID] ?? query["after"]).map {
      LivePosition($0) ?? LivePosition(epoch: "", number: 0)
    }
    try await recovery.seen(viewer)
    let stream = LiveStreamBody(
      hub: live, key: viewer.id, connection: context.connection, variant: variant, viewer: viewer,
      token: request.sessionToken, after: known)
    return stream.response(to: request)
  }
}

/// A stream's answer: it stays open until the client goes, the session ends or the server shuts down.
struct LiveStreamBody: Sendable {
  let hub: LiveHub
  let key: String
  let connection: Connection
  let variant: LiveVariant
  var viewer: Operator?
  var token: String?
  var after: LivePosition?
  /// What is to be done when it has begun and when it is over.
  var began: @Sendable () async throws -> Void = {}
  var ended: @Sendable () async throws -> Void = {}

  func response(to request: Request) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .accelBuffering: "no"],
      body: ResponseBody { writer in
        try await run(request)
        try await writer.finish(nil)
      })
  }

  private func run(_ request: Request) async throws {
    let (ending, end) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
    try await request.body.consumeWithInboundCloseHandler { _ in
      let subscription = LiveSubscription(
        key: key, connection: connection, variant: variant, viewer: viewer, token: token, end: { end.finish() })
      guard let id = try await hub.attach(subscription, after: after) else { return }
      do {
        try await began()
      } catch {
        try await hub.detach(id)
        throw error
      }
      await withGracefulShutdownHandler {
        for await _ in ending {}
      } onGracefulShutdown: {
        end.finish()
      }
      try await hub.detach(id)
      // It is we who leave at a shutdown, and the customer stays.
      if !Task.isShuttingDownGracefully { try await ended() }
    } onInboundClosed: {
      end.finish()
    }
  }
}
