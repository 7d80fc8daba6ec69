import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /widget/:channel/visits`: a page was opened. Gives a new visitor their secret.
  func visit(_ widget: WidgetRequest) async throws -> Response {
    let now = recovery.time.now()
    try limits.visits.count(address(of: widget), at: now)
    let token = try await widget.request.input(widget.context).someText("token", limit: 200)
    if let token, let visitor = try await recovery.visitor(token: token, on: widget.channel) {
      try await recovery.arrived(visitor)
      return try await welcome(visitor, token: token)
    }
    let new = try await recovery.newVisitor(on: widget.channel)
    return try await welcome(new.visitor, token: new.token)
  }

  private func welcome(_ visitor: Visitor, token: String) async throws -> Response {
    let messages = try await recovery.messages(of: visitor)
    return .json { json in
      json.member("token", token)
      json.member("messages", array: messages) { $0.widgetMessage($1) }
    }
  }

  /// `POST /widget/:channel/messages`: the customer writes.
  func receiveFromWidget(_ widget: WidgetRequest) async throws -> Response {
    let visitor = try await visitor(of: widget)
    try limits.messages.count(visitor.id, at: recovery.time.now())
    try limits.messagesOfAddress.count(address(of: widget), at: recovery.time.now())
    let input = try await widget.request.input(widget.context)
    let clientID = try input.requiredText("id", limit: 64)
    let text = try input.requiredText("text", limit: .max)
    let name = try input.someText("name", limit: 100)
    let message = try await recovery.receive(text, clientID: clientID, name: name, from: visitor, on: widget.channel)
    var writer = JSONWriter()
    writer.widgetMessage(message, clientID: clientID)
    return .json(status: .created, writer)
  }

  /// `GET /widget/:channel/messages?after=`.
  func listForWidget(_ widget: WidgetRequest) async throws -> Response {
    let visitor = try await visitor(of: widget)
    try limits.readings.count(visitor.id, at: recovery.time.now())
    let after = try Query(widget.request)["after"]
    let messages = try await recovery.messages(of: visitor, after: after)
    return .json { json in json.member("messages", array: messages) { $0.widgetMessage($1) } }
  }

  /// `POST /widget/:channel/receipts`: our messages were shown.
  func receiptFromWidget(_ widget: WidgetRequest) async throws -> Response {
    let visitor = try await visitor(of: widget)
    try limits.readings.count(visitor.id, at: recovery.time.now())
    let ids = try await widget.request.input(widget.context).texts("ids", limit: 200)
    try await recovery.shown(ids, to: visitor)
    return .noContent
  }

  /// `POST /widget/:channel/departure`: the page is being closed. As long as a stream of the visitor is open, its end
  /// tells when they leave: a message that comes late must not send away who has just come back.
  func departFromWidget(_ widget: WidgetRequest) async throws -> Response {
    let visitor = try await visitor(of: widget)
    try limits.readings.count(visitor.id, at: recovery.time.now())
    if live.streams(of: key(of: visitor)) == 0 { try await recovery.left(visitor) }
    return .noContent
  }

  /// `GET /widget/:channel/live`: the stream of our replies. It also tells that the customer is there.
  func streamToWidget(_ widget: WidgetRequest) async throws -> Response {
    let visitor = try await visitor(of: widget)
    try limits.readings.count(visitor.id, at: recovery.time.now())
    let key = key(of: visitor)
    let (recovery, live, streams, address) = (recovery, live, limits.customerStreams, address(of: widget))
    guard live.hasRoom(for: key, as: .visitor), streams.hasRoom(for: address) else { throw WebError.unavailable }
    var body = LiveStreamBody(hub: live, key: key, connection: widget.context.connection, variant: .visitor)
    body.began = {
      try streams.open(address)
      do {
        try await recovery.arrived(visitor)
      } catch {
        streams.close(address)
        throw error
      }
    }
    body.ended = {
      streams.close(address)
      if live.streams(of: key) == 0 { try await recovery.left(visitor) }
    }
    return body.response(to: widget.request)
  }

  private func key(of visitor: Visitor) -> String {
    LiveAudience.key(ofVisitor: visitor.id, on: visitor.channelID)
  }

  private func visitor(of widget: WidgetRequest) async throws -> Visitor {
    guard let token = widget.request.bearerToken,
      let visitor = try await recovery.visitor(token: token, on: widget.channel)
    else { throw WebError.unauthenticated }
    return visitor
  }

  private func address(of widget: WidgetRequest) -> String {
    widget.context.clientAddress(of: widget.request, behindProxy: options.behindProxy)
  }
}

extension JSONWriter {
  /// A message as the customer's page gets it: of us it tells the first name only.
  mutating func widgetMessage(_ message: Message, clientID: String? = nil) {
    object { json in
      json.member("id", message.id)
      json.member("direction", message.direction.rawValue)
      json.member("text", message.text)
      json.member("at", message.at)
      json.member("author", message.author?.name.split(separator: " ").first.map(String.init))
      if let clientID { json.member("clientId", clientID) }
    }
  }
}
