import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /dead-letters?channel=&after=`: what came in and was not understood. Administrators only.
  func listDeadLetters(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let query = try Query(request)
    let channel = query["channel"]
    let letters = try await recovery.deadLetters(of: channel, after: query["after"].flatMap(Int64.init))
    guard context.form != .json else {
      return .json { json in
        json.member("deadLetters", array: letters.letters) { $0.deadLetter($1) }
        json.member("next", letters.next.map(String.init))
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.deadLetters"), in: .channels,
      under: .init(text: wording.text("nav.channels"), href: "/channels"),
      lead: wording.text("admin.deadLettersLead"))
    let chosen = channel.map { "channel=\($0.urlEncoded)&" } ?? ""
    let next = letters.next.map { "/dead-letters?\(chosen)after=\($0)" }
    let all = letters.letters.isEmpty ? nil : channel ?? Self.onlyChannel(of: letters.letters)
    let retryAll = all.map {
      AdministrationPage.Button(
        label: wording.text("admin.retryAll"), action: "/dead-letters/retry", hidden: [("channel", $0)])
    }
    page.parts = [
      .init(table: wording.deadLetters(letters.letters, next: next), buttons: retryAll.map { [$0] } ?? [])
    ]
    return try await answer(page, context, viewer)
  }

  private static func onlyChannel(of letters: [DeadLetter]) -> String? {
    let channels = Set(letters.map(\.channel.id))
    return channels.count == 1 ? channels.first : nil
  }

  /// `GET /dead-letters/:id`, with the whole body. Administrators only.
  func showDeadLetter(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let letter = try await recovery.deadLetter(try context.position) else { throw WebError.notFound }
    guard context.form != .json else {
      var json = JSONWriter()
      json.deadLetter(letter)
      return .json(json)
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      "\(wording.text("subject.dead_letter")) \(letter.id)", in: .channels,
      under: .init(text: wording.text("admin.deadLetters"), href: "/dead-letters"))
    page.parts = [
      .init(
        facts: [
          (wording.text("subject.channel"), .link(letter.channel.name, "/channels/\(letter.channel.id)")),
          (wording.text("admin.received"), .time(wording.time.fields(letter.receivedAt))),
          (wording.text("admin.failure"), .text(letter.failure ?? wording.text("admin.notUnderstood"))),
        ],
        buttons: wording.buttons(of: letter)),
      .init(heading: wording.text("admin.body"), raw: letter.body),
    ]
    return try await answer(page, context, viewer)
  }

  /// `POST /dead-letters/:id/retry`. Administrators only.
  func retryDeadLetter(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.retry(deadLetter: try context.position, by: viewer) else { throw WebError.notFound }
    return context.form == .page ? .redirect(to: "/dead-letters") : .noContent
  }

  /// `POST /dead-letters/retry`: `{"channel":"…"}`, all of a channel. Administrators only.
  func retryDeadLetters(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let channel = try await request.input(context).requiredText("channel", limit: 64)
    guard let count = try await recovery.retryDeadLetters(ofChannel: channel, by: viewer) else {
      throw WebError.notFound
    }
    return context.done(elseTo: "/dead-letters?channel=\(channel.urlEncoded)") { $0.member("retried", count) }
  }

  /// `DELETE /dead-letters/:id`. Administrators only.
  func discardDeadLetter(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.discard(deadLetter: try context.position, by: viewer) else { throw WebError.notFound }
    return context.form == .page ? .redirect(to: "/dead-letters") : .noContent
  }
}

extension WebContext {
  /// The position in the address.
  fileprivate var position: Int64 {
    get throws(WebError) {
      guard let position = Int64(try id) else { throw .notFound }
      return position
    }
  }
}

extension String {
  fileprivate var urlEncoded: String { FormFields.encode(self) }
}

extension Wording {
  fileprivate func deadLetters(_ letters: [DeadLetter], next: String?) -> AdministrationPage.Table {
    AdministrationPage.Table(
      columns: ["admin.received", "subject.channel", "admin.failure", "admin.body"].map { text($0) },
      rows: letters.map { letter in
        .init(
          id: String(letter.id),
          cells: [
            .time(time.fields(letter.receivedAt)), .text(letter.channel.name),
            .text(letter.failure ?? text("admin.notUnderstood")),
            .link(letter.body.isEmpty ? text("admin.nothing") : letter.body, "/dead-letters/\(letter.id)"),
          ])
      },
      empty: text("admin.noDeadLetters"), next: next)
  }

  fileprivate func buttons(of letter: DeadLetter) -> [AdministrationPage.Button] {
    let path = "/dead-letters/\(letter.id)"
    return [
      .init(label: text("admin.retry"), action: "\(path)/retry"),
      .init(
        label: text("admin.discard"), action: path, method: "DELETE",
        asks: (text("admin.discardAsk"), text("admin.discard"))),
    ]
  }
}

extension JSONWriter {
  fileprivate mutating func deadLetter(_ letter: DeadLetter) {
    object {
      $0.member("id", String(letter.id))
      $0.member("channel", letter.channel)
      $0.member("receivedAt", letter.receivedAt)
      $0.member("failure", letter.failure)
      $0.member("body", letter.body)
    }
  }
}
