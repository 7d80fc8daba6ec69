import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /channels?after=`: the connected accounts, without anything secret. Administrators only.
  func listChannels(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let channels = try await recovery.channels(after: try Query(request)["after"])
    guard context.form != .json else {
      return .json { json in
        json.member("channels", array: channels.channels) { json, record in json.object { $0.members(of: record) } }
        json.member("next", channels.next)
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(wording.text("nav.channels"), in: .channels)
    page.links =
      kinds.map {
        .init(
          text: "\(wording.text("admin.add")): \(wording.text("messenger.\($0.rawValue)"))",
          href: "/channels/new?kind=\($0.rawValue)")
      } + [.init(text: wording.text("admin.deadLetters"), href: "/dead-letters")]
    page.parts = [.init(table: wording.channels(channels, try await recovery.channelHealth()))]
    return try await answer(page, context, viewer)
  }

  /// The kinds of channels that this server can connect.
  var kinds: [ChannelKind] { ChannelKind.allCases.filter { testers[$0] != nil } }

  /// `GET /channels/new?kind=`. Administrators only.
  func newChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let kind = try Query(request)["kind"].flatMap(ChannelKind.init(rawValue:)), kinds.contains(kind) else {
      throw WebError.notFound
    }
    return try await answer(try await newChannelPage(kind, nil, nil, viewer), context, viewer)
  }

  /// `POST /channels`. Administrators only.
  func addChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    guard let kind = try input.text("kind", limit: 20).flatMap(ChannelKind.init(rawValue:)), kinds.contains(kind)
    else { throw WebError.invalid("kind") }
    return try await orShowAgain(context, viewer) {
      let outcome = try await recovery.save(try input.channel(from: nil, kind: kind), as: nil, seen: nil, by: viewer)
      return try await saved(try outcome.id(), .created, context)
    } again: {
      try await newChannelPage(kind, input, $0, viewer)
    }
  }

  /// `GET /channels/:id`. Administrators only.
  func showChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let record = try await record(ofChannel: try context.id)
    guard context.form != .json else { return .json { $0.members(of: record) } }
    var page = try await channelPage(record, nil, nil, viewer)
    if page.notice == nil, try Query(request)["saved"] != nil { page.notice = pages.wording(for: viewer).savedNotice }
    return try await answer(page, context, viewer)
  }

  /// `PATCH /channels/:id`. Administrators only.
  func changeChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let record = try await record(ofChannel: try context.id)
    return try await orShowAgain(context, viewer) {
      let channel = try input.channel(from: record.entry, kind: record.channel.kind)
      let outcome = try await recovery.save(
        channel, as: record.channel.id, seen: try input.integer("version"), by: viewer)
      return try await saved(try outcome.id(), .ok, context)
    } again: {
      try await channelPage(record, input, $0, viewer)
    }
  }

  /// `POST /channels/:id/test`: tries whether it can work, and says plainly what is wrong. Administrators only.
  func testChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let record = try await record(ofChannel: try context.id)
    guard let tester = testers[record.channel.kind] else { throw WebError(.conflict, "no_test") }
    let findings = await tester.test(record.channel)
    guard context.form == .page else {
      return .json { json in json.member("findings", array: findings) { $0.finding($1) } }
    }
    var page = try await channelPage(record, nil, nil, viewer)
    page.parts.insert(pages.wording(for: viewer).findings(findings), at: 0)
    return try await answer(page, context, viewer)
  }

  /// `POST /channels/:id/deactivation`: takes nothing in any more. Administrators only.
  func shutChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await set(active: false, request, context, viewer)
  }

  /// `DELETE /channels/:id/deactivation`: takes in again. Administrators only.
  func openChannel(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await set(active: true, request, context, viewer)
  }

  private func set(
    active: Bool, _ request: Request, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    let input = try await request.input(context)
    let record = try await record(ofChannel: try context.id)
    return try await orShowAgain(context, viewer) {
      try await recovery.set(
        active: active, channel: record.channel.id, seen: try input.integer("version"), by: viewer
      ).check()
      return try await saved(record.channel.id, .ok, context)
    } again: {
      try await channelPage(record, nil, $0, viewer)
    }
  }

  private func record(ofChannel id: String) async throws -> ChannelRecord {
    guard let found = try await recovery.channel(id) else { throw WebError.notFound }
    return found
  }

  private func saved(
    _ id: String, _ status: HTTPResponse.Status, _ context: WebContext
  ) async throws -> Response {
    guard context.form != .page else { return .redirect(to: "/channels/\(id)?saved=1") }
    let record = try await record(ofChannel: id)
    return .json(status: status) { $0.members(of: record) }
  }
}
