import Hummingbird

/// What a method answers (https://core.telegram.org/bots/api#making-requests).
enum TelegramAnswer: Sendable {
  case result(JSON, description: String? = nil)
  case refusal(code: Int, description: String, retryAfter: Int64? = nil)

  static let notFound = TelegramAnswer.refusal(code: 404, description: "Not Found")
  static let unauthorised = TelegramAnswer.refusal(code: 401, description: "Unauthorized")

  static func badRequest(_ what: String) -> TelegramAnswer {
    .refusal(code: 400, description: "Bad Request: \(what)")
  }

  static func tooMany(retryAfter: Int64) -> TelegramAnswer {
    .refusal(code: 429, description: "Too Many Requests: retry after \(retryAfter)", retryAfter: retryAfter)
  }

  /// The HTTP status is the error's code.
  func response() throws -> Response {
    switch self {
    case .result(let result, let description):
      var members: [String: JSON] = ["ok": true, "result": result]
      members["description"] = description.map { .string($0) }
      return try Response(json: .object(members))
    case .refusal(let code, let description, let retryAfter):
      var members: [String: JSON] = [
        "ok": false, "error_code": .integer(Int64(code)), "description": .string(description),
      ]
      members["parameters"] = retryAfter.map { ["retry_after": .integer($0)] }
      return try Response(HTTPResponse.Status(code: code), json: .object(members))
    }
  }
}
