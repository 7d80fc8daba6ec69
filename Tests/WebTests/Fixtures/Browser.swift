import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Recovery
import Testing

@testable import Web

/// Sends requests as browsers and programs do.
struct Browser: Sendable {
  let client: any TestClientProtocol
  let web: WebDesk

  /// The port on which the server listens.
  var port: Int? { client.port }

  /// A program's request: JSON both ways, signed in by a bearer token.
  func json(
    _ method: HTTPRequest.Method, _ uri: String, as person: Operator? = nil, _ body: String? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [.accept: "application/json"]
    if let person { headers[.authorization] = "Bearer \(try web.token(person))" }
    if body != nil { headers[.contentType] = "application/json" }
    return try await send(method, uri, headers, body)
  }

  /// A browser's request for a page, signed in by the cookie.
  func page(_ uri: String, as person: Operator? = nil, fragment: Bool = false) async throws -> Answer {
    var headers: HTTPFields = [.accept: "text/html"]
    if let person { headers[.cookie] = try cookie(of: person) }
    if fragment { headers[.fragment] = "1" }
    if fragment { headers[.accept] = "*/*" }
    return try await send(.get, uri, headers, nil)
  }

  /// A browser's form, sent from a page of ours.
  func form(
    _ uri: String, as person: Operator? = nil, _ fields: KeyValuePairs<String, String>,
    site: String? = "same-origin"
  ) async throws -> Answer {
    var headers: HTTPFields = [.accept: "text/html", .contentType: "application/x-www-form-urlencoded"]
    if let person { headers[.cookie] = try cookie(of: person) }
    if let site { headers[.fetchSite] = site }
    let body = fields.map { "\(FormFields.encode($0))=\(FormFields.encode($1))" }.joined(separator: "&")
    return try await send(.post, uri, headers, body)
  }

  func cookie(of person: Operator) throws -> String { "answerback_session=\(try web.token(person))" }

  func send(
    _ method: HTTPRequest.Method, _ uri: String, _ headers: HTTPFields, _ body: String?
  ) async throws -> Answer {
    try await client.execute(
      uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
    ) { Answer($0) }
  }
}

/// An answer, with its body as text and as JSON.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPFields
  let text: String

  init(_ response: TestResponse) {
    status = response.status.code
    headers = response.headers
    text = String(buffer: response.body)
  }

  /// The value at a path of member names and positions in a JSON body; nil where there is none.
  subscript(path: String) -> JSONValue? {
    var value = JSONValue(text: Data(text.utf8))
    for part in path.split(separator: ".") {
      switch value {
      case .object(let members): value = members[String(part)]
      case .array(let items): value = Int(part).flatMap { items.indices.contains($0) ? items[$0] : nil }
      default: return nil
      }
    }
    return value
  }

  /// The text at a path of a JSON body.
  func string(_ path: String) -> String? {
    guard case .string(let text)? = self[path] else { return nil }
    return text
  }

  /// How many items the list at a path of a JSON body has.
  func count(_ path: String) -> Int? {
    guard case .array(let items)? = self[path] else { return nil }
    return items.count
  }

  var code: String? { string("error.code") }
}
