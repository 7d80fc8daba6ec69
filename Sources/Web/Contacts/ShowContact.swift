import Hummingbird
import Recovery

/// Which part of a contact's page is asked for, and what is shown on it besides.
struct ContactRequest {
  /// `chats` or `activities` where only a further page of these is wanted.
  var part: String?
  var after: String?
  /// What somebody looks for to merge it with this one.
  var merge: String?
  var refusal: WebError?
  /// What was typed and not saved.
  var typed: Input?
  /// The key of what was just done.
  var done: String?
}

/// The contacts that are proposed to be merged with one.
struct MergeCandidates {
  static let most = 10
  /// How many parts of a search are looked through for them; see docs/decisions/006-bounded-search.md.
  static let mostPages = 10

  var found: [Contact] = []
  /// Whether there may be more.
  var isCut = false
}

extension WebApplication {
  /// `GET /contacts/:id?part=&after=&merge=`. A contact that was merged leads to the one that has everything now.
  func showContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let query = try Query(request)
    if let part = query["part"], !["chats", "activities"].contains(part) { throw WebError.invalid("part") }
    let wanted = ContactRequest(
      part: query["part"], after: query["after"], merge: query["merge"], done: query["done"])
    return try await contactPage(try context.id, wanted, context, viewer)
  }

  /// The contact's page, or its JSON.
  func contactPage(
    _ id: String, _ wanted: ContactRequest, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    let outcome = try await recovery.contact(
      id, chatsAfter: wanted.part == "chats" ? wanted.after : nil,
      activitiesAfter: wanted.part == "activities" ? wanted.after : nil, for: viewer)
    switch outcome {
    case .missing: throw WebError.notFound
    case .merged(let target): return .redirect(to: "/contacts/\(target)")
    case .found(let card):
      let doubles = try await recovery.doubles(of: card.contact, for: viewer)
      if context.form == .json { return .json { $0.members(of: card, doubles) } }
      return try await page(of: card, doubles, wanted, context, viewer)
    }
  }

  private func page(
    of card: ContactCard, _ doubles: [Contact], _ wanted: ContactRequest, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    let wording = pages.wording(for: viewer)
    let directory = try await recovery.directory()
    let candidates = try await candidates(wanted.merge, besides: card.contact, viewer)
    var fields = wording.fields(of: card, only: wanted.part)
    fields["contact"] = wording.contact(card.contact).merging(wording.typed(wanted.typed, over: card.contact))
    fields["doubles"] = doubles.map(wording.row)
    fields["doublesSome"] = !doubles.isEmpty
    fields["rights"] = rights(of: viewer, to: card.contact)
    fields["owners"] = wording.owners(of: card.contact, directory)
    fields["merge"] = Fields.optional(wanted.merge.map { wording.fields(of: candidates, for: $0) })
    fields["fieldErrors"] = errors(wanted.refusal, viewer)
    var page = Page("contact", title: wording.name(ofContact: card.contact.name), section: .contacts, fields)
    page.notice = notice(wanted, wording, viewer)
    page.status = wanted.refusal?.status ?? .ok
    return try await pages.answer(page, to: context, for: viewer)
  }

  private func candidates(
    _ text: String?, besides contact: Contact, _ viewer: Operator
  ) async throws -> MergeCandidates {
    var candidates = MergeCandidates()
    guard let text, viewer.seesEverything else { return candidates }
    let wanted = pages.wording(for: viewer).stored(contactSearch: text)
    var after: String?
    for _ in 0..<MergeCandidates.mostPages {
      let page = try await recovery.contacts(
        matching: wanted, after: after, limit: MergeCandidates.most + 1, for: viewer)
      candidates.found += page.contacts.filter { $0.id != contact.id }
      after = page.next
      if after == nil || candidates.found.count > MergeCandidates.most { break }
    }
    candidates.isCut = after != nil || candidates.found.count > MergeCandidates.most
    candidates.found = Array(candidates.found.prefix(MergeCandidates.most))
    return candidates
  }

  private func rights(of viewer: Operator, to contact: Contact) -> Fields {
    let isThere = contact.erasedAt == nil
    return [
      "edit": isThere, "supervise": isThere && viewer.seesEverything,
      "erase": isThere && viewer.role == .administrator,
    ]
  }

  private func errors(_ refusal: WebError?, _ viewer: Operator) -> Fields {
    guard let refusal, let field = refusal.field else { return ["name": false, "phone": false, "email": false] }
    let text = pages.message(of: refusal, Language(locale: viewer.locale))
    var errors: Fields = ["name": false, "phone": false, "email": false]
    errors[field] = text
    return errors
  }

  private func notice(_ wanted: ContactRequest, _ wording: Wording, _ viewer: Operator) -> Page.Notice? {
    if let refusal = wanted.refusal {
      return Page.Notice(kind: .error, text: pages.message(of: refusal, Language(locale: viewer.locale)))
    }
    let known = ["saved", "merged", "designated", "erased", "added", "known"]
    guard let done = wanted.done, known.contains(done) else { return nil }
    return Page.Notice(kind: done == "known" ? .warn : .done, text: wording.text("contact.done.\(done)"))
  }
}
