import Foundation
import Hummingbird

/// Routes by which people (a page) and programs play Telegram's customers. Not Telegram's; anybody who reaches them may use them.
struct TelegramCustomerRoutes: Sendable {
  let telegram: SimulatedTelegram

  func add(to router: Router<BasicRequestContext>) {
    router.post("/simulator/customers/{id}/messages", use: write)
    router.get("/simulator/customers/{id}/messages", use: read)
    router.post("/simulator/customers/{id}/files", use: sendFile)
    router.post("/simulator/customers/{id}/block", use: block)
    router.post("/simulator/faults", use: order)
    router.get("/customers/{id}") { _, _ in
      Response(asset: TelegramCustomerPage.html, type: "text/html; charset=utf-8")
    }
    router.get("/simulator/customer.js") { _, _ in
      Response(asset: TelegramCustomerPage.script, type: "text/javascript; charset=utf-8")
    }
    router.get("/simulator/customer.css") { _, _ in
      Response(asset: TelegramCustomerPage.style, type: "text/css; charset=utf-8")
    }
  }

  /// `{"name": "…", "text": "…"}`, or instead of the text `"content"`: members of a message, such as a photo's.
  @Sendable private func write(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let body = try await body(of: request)
    do {
      let message: Int64
      if case .object(let content)? = body["content"] {
        message = try await telegram.customer(id, named: body["name"]?.text, sends: content)
      } else {
        message = try await telegram.customer(id, named: body["name"]?.text, writes: body["text"]?.text ?? "")
      }
      return try Response(.created, json: ["id": .integer(message)])
    } catch let error as SimulatedTelegramError {
      return try refusal(error)
    }
  }

  /// The file is the body; `?file=` is its name, `?name=` the customer's, `?caption=` what they write with it.
  @Sendable private func sendFile(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let bytes = try await request.body.collect(upTo: SimulatedFile.largestUpload)
    guard bytes.readableBytes > 0 else {
      return try Response(refusing: .badRequest, "empty_file", "The file is empty.")
    }
    let fields = FormBody.urlEncoded(request.uri.query ?? "")
    let type = request.headers[.contentType] ?? "application/octet-stream"
    let file = SimulatedFile(
      name: fields["file"]?.text ?? "file", type: type, bytes: Array(bytes.readableBytesView))
    do {
      let message = try await telegram.customer(
        id, named: fields["name"]?.text, sends: file, caption: fields["caption"]?.text)
      return try Response(.created, json: ["id": .integer(message)])
    } catch let error as SimulatedTelegramError {
      return try refusal(error)
    }
  }

  @Sendable private func read(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let customer = await telegram.customers[id]
    let messages = (customer?.messages ?? []).map { message -> JSON in
      [
        "id": .integer(message.id), "from": message.byBot ? "bot" : "customer", "text": .string(message.text),
        "at": .string(Self.text(of: message.at)),
      ]
    }
    return try Response(json: [
      "customer": [
        "id": .integer(id), "name": customer.map { .string($0.name) } ?? .null,
        "blocked": .bool(customer?.hasBlocked ?? false),
      ],
      "messages": .array(messages),
    ])
  }

  /// `{"blocked": false}` takes it back; no body blocks.
  @Sendable private func block(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let blocks = try await body(of: request)["blocked"]?.truth ?? true
    do {
      try await telegram.customer(id, blocks: blocks)
      return Response(status: .noContent)
    } catch {
      return try refusal(error)
    }
  }

  /// `{"method": "sendMessage", "error_code": 429, "retry_after": 1, "count": 2}`
  @Sendable private func order(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let body = try await body(of: request)
    let code = body["error_code"]?.wholeNumber ?? 0
    guard let method = body["method"]?.text, (400...599).contains(code) else {
      return try Response(refusing: .badRequest, "invalid", "method and an error_code from 400 to 599 are needed")
    }
    let count = body["count"]?.wholeNumber ?? 1
    await telegram.order(
      TelegramFaultOrder(
        method: method, code: Int(code), description: body["description"]?.text,
        retryAfter: body["retry_after"]?.wholeNumber, count: Int(min(max(1, count), 1000))))
    return Response(status: .noContent)
  }

  private func body(of request: Request) async throws -> JSON {
    let bytes = Data(buffer: try await request.body.collect(upTo: 256 * 1024))
    guard !bytes.isEmpty else { return [:] }
    do {
      return try JSONDecoder().decode(JSON.self, from: bytes)
    } catch is DecodingError {
      throw HTTPError(.badRequest, message: "The body is not JSON.")
    }
  }

  private func refusal(_ error: SimulatedTelegramError) throws -> Response {
    switch error {
    case .emptyText: try Response(refusing: .badRequest, "empty_text", "A message needs a text.")
    case .full: try Response(refusing: .serviceUnavailable, "full", "The bot leaves too many updates waiting.")
    }
  }

  /// ISO 8601 in UTC with milliseconds. The formatter gets whole seconds, because it cuts fractions wrongly.
  private static func text(of moment: Int64) -> String {
    let seconds = Date(timeIntervalSince1970: Double(moment / 1000)).formatted(.iso8601)
    return seconds.dropLast() + "." + String(1000 + moment % 1000).dropFirst() + "Z"
  }
}
