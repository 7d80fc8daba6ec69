import Foundation
import Hummingbird

/// The parameters of a method, in any of the ways in which they may be given: the query, a form, `multipart/form-data` or JSON
/// (https://core.telegram.org/bots/api#making-requests).
struct TelegramParameters: Sendable {
  private let members: [String: JSON]

  init(_ members: [String: JSON]) {
    self.members = members
  }

  init(of request: Request) async throws {
    var members = FormBody.urlEncoded(request.uri.query ?? "")
    let body = Data(buffer: try await request.body.collect(upTo: 1024 * 1024))
    let type = request.headers[.contentType] ?? ""
    if type.hasPrefix("application/json"), !body.isEmpty {
      members.merge(try JSONDecoder().decode([String: JSON].self, from: body)) { $1 }
    } else if type.hasPrefix("multipart/form-data") {
      members.merge(FormBody.multipart(body, contentType: type)) { $1 }
    } else {
      members.merge(FormBody.urlEncoded(String(decoding: body, as: UTF8.self))) { $1 }
    }
    self.init(members)
  }

  func text(_ name: String) -> String? {
    switch members[name] {
    case .string(let text): text
    case .integer(let number): String(number)
    default: nil
    }
  }

  func number(_ name: String) -> Int64? { members[name]?.wholeNumber }

  func truth(_ name: String) -> Bool { members[name]?.truth ?? false }

  /// A list of names; forms carry it as JSON in text. Nil also where it is no list.
  func names(_ name: String) -> [String]? {
    switch members[name] {
    case .array(let elements): return elements.compactMap(\.text)
    case .string(let text):
      do { return try JSONDecoder().decode([String].self, from: Data(text.utf8)) } catch { return nil }
    default: return nil
    }
  }
}
