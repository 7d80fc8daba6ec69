import Foundation
import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

/// Who is answered what. The columns are: nobody, in the queue (Ivan), not in the queue (Petro), supervisor (Oksana),
/// administrator (Anna).
@Suite struct PermissionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String
    let body: String?
    let statuses: [Int]

    init(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, gets statuses: [Int]) {
      self.method = method
      self.path = path
      self.body = body
      self.statuses = statuses
    }

    var testDescription: String { "\(method.rawValue) \(path)" }
  }

  static let rows = [
    Row(.get, "/", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/activities", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/activities/{activity}", gets: [401, 200, 404, 200, 200]),
    Row(.get, "/activities/{activity}/preview", gets: [401, 200, 404, 200, 200]),
    Row(.patch, "/activities/{activity}", "{}", gets: [401, 200, 404, 200, 200]),
    Row(.post, "/activities/{activity}/decline", "{}", gets: [401, 200, 404, 200, 200]),
    Row(.put, "/activities/{activity}/assignment", #"{"operator":"x"}"#, gets: [401, 403, 403, 400, 400]),
    Row(.post, "/activities/{activity}/acceptance", gets: [401, 200, 404, 409, 409]),
    Row(.delete, "/activities/{activity}/acceptance", gets: [401, 409, 404, 409, 409]),
    Row(.get, "/notifications", gets: [401, 200, 200, 200, 200]),
    Row(.post, "/notifications/{activity}/reading", gets: [401, 204, 404, 204, 204]),
    Row(.post, "/notifications/{activity}/postponement", #"{"minutes":30}"#, gets: [401, 200, 404, 404, 404]),
    Row(.post, "/notifications/postponement", #"{"minutes":30}"#, gets: [401, 200, 200, 200, 200]),
    Row(.get, "/system-messages", gets: [401, 200, 200, 200, 200]),
    Row(.post, "/system-messages/1/reading", gets: [401, 404, 404, 404, 404]),
    Row(.post, "/system-messages/reading", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/my-settings", gets: [401, 200, 200, 200, 200]),
    Row(.patch, "/my-settings", #"{"sound":false}"#, gets: [401, 200, 200, 200, 200]),
    Row(.patch, "/my-settings", #"{"sound":"loud"}"#, gets: [401, 400, 400, 400, 400]),
    Row(.get, "/chats", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/chats/{chat}", gets: [401, 200, 404, 200, 200]),
    Row(.post, "/chats/{chat}/messages", #"{"text":"Hello"}"#, gets: [401, 201, 404, 409, 409]),
    Row(.post, "/chats/{chat}/closing", gets: [401, 409, 404, 409, 409]),
    Row(.get, "/contacts/{contact}", gets: [401, 200, 404, 200, 200]),
    Row(.get, "/settings", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/settings/WebitelSendActivityNotificationsForMissed", gets: [401, 200, 200, 200, 200]),
    Row(
      .patch, "/settings/WebitelSendActivityNotificationsForMissed", #"{"value":true}"#,
      gets: [401, 403, 403, 403, 200]),
    Row(.get, "/queues", gets: [401, 200, 200, 200, 200]),
    Row(.get, "/operators", gets: [401, 403, 403, 200, 200]),
    Row(.get, "/supervision", gets: [401, 403, 403, 200, 200]),
    Row(.get, "/supervision?queue=nothing", gets: [401, 403, 403, 400, 400]),
    Row(
      .post, "/supervision/assignments", #"{"activity":"nothing","operator":"nobody"}"#,
      gets: [401, 403, 403, 400, 400]),
    Row(.get, "/channels", gets: [401, 403, 403, 403, 200]),
    Row(.get, "/activities/nothing", gets: [401, 404, 404, 404, 404]),
    Row(.get, "/chats/nothing", gets: [401, 404, 404, 404, 404]),
    Row(.get, "/contacts", gets: [401, 200, 200, 200, 200]),
    Row(.post, "/contacts", #"{"name":"Ірина"}"#, gets: [401, 201, 201, 201, 201]),
    Row(.post, "/contacts", "{}", gets: [401, 400, 400, 400, 400]),
    Row(.patch, "/contacts/{contact}", "{}", gets: [401, 200, 404, 200, 200]),
    Row(.put, "/contacts/{contact}/owner", #"{"owner":"x"}"#, gets: [401, 403, 403, 400, 400]),
    Row(.post, "/contacts/{contact}/merges", #"{"contact":"x"}"#, gets: [401, 403, 403, 404, 404]),
    Row(.get, "/contacts/{contact}/export", gets: [401, 403, 403, 200, 200]),
    Row(.post, "/contacts/{contact}/erasure", gets: [401, 403, 403, 403, 409]),
    Row(.get, "/contacts/nothing", gets: [401, 404, 404, 404, 404]),
    Row(.get, "/settings/Nothing", gets: [401, 404, 404, 404, 404]),
    Row(.get, "/nothing", gets: [404, 404, 404, 404, 404]),
  ]

  @Test(arguments: rows)
  func `Everybody is answered as their role and their queues allow`(_ row: Row) async throws {
    try await withWeb(.sqlite) { web, browser in
      let desk = web.desk
      let activity = try await desk.missedChat()
      let path = row.path.replacingOccurrences(of: "{activity}", with: activity.id)
        .replacingOccurrences(of: "{chat}", with: activity.chatID)
        .replacingOccurrences(of: "{contact}", with: activity.contact?.id ?? "")
      let people: [Operator?] = [nil, desk.ivan, desk.petro, desk.oksana, desk.anna]
      for (person, status) in zip(people, row.statuses) {
        let answer = try await browser.json(row.method, path, as: person, row.body)
        #expect(answer.status == status, "\(person?.login ?? "nobody"): \(answer.text)")
        if status >= 400 { #expect(answer.code != nil) }
      }
    }
  }

  @Test func `Only the designated owner of a customer sees and takes what they missed`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let desk = web.desk
      let id = try await desk.missedChat().id
      _ = try await desk.recovery.reassign(id, to: desk.petro.id, by: desk.oksana)
      #expect(try await browser.json(.get, "/activities/\(id)", as: desk.petro).status == 200)
      #expect(try await browser.json(.get, "/notifications", as: desk.petro).count("notifications") == 1)
      #expect(try await browser.json(.get, "/notifications", as: desk.ivan).count("notifications") == 0)
      #expect(try await browser.json(.post, "/activities/\(id)/acceptance", as: desk.oksana).status == 403)
      #expect(try await browser.json(.post, "/activities/\(id)/acceptance", as: desk.petro).status == 200)
    }
  }
}
