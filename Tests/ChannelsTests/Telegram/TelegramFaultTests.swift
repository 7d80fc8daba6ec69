import Recovery
import Testing

@testable import Channels

@Suite struct `What Telegram's refusals mean` {
  @Test(arguments: [
    (
      429, #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}"#,
      ChannelSendError.rateLimited(retryAfter: .seconds(7))
    ),
    (
      429, #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":0}}"#,
      .rateLimited(retryAfter: .seconds(1))
    ),
    (429, "<html>", .rateLimited(retryAfter: .seconds(1))),
    (401, #"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, .unauthorised("Unauthorized")),
    (404, #"{"ok":false,"error_code":404,"description":"Not Found"}"#, .unauthorised("Not Found")),
    (
      403, #"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#,
      .customerUnreachable("Forbidden: bot was blocked by the user")
    ),
    (
      400, #"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#,
      .customerUnreachable("Bad Request: chat not found")
    ),
    (
      400, #"{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}"#,
      .rejected("Bad Request: message is too long")
    ),
    (413, "too large", .unreachable("HTTP 413 without Telegram's answer")),
    (500, #"{"ok":false,"error_code":500,"description":"Internal"}"#, .unreachable("Internal")),
    (502, "<html>Bad gateway</html>", .unreachable("HTTP 502 without Telegram's answer")),
    (403, "<html>Forbidden</html>", .unreachable("HTTP 403 without Telegram's answer")),
    (408, "", .unreachable("HTTP 408 without Telegram's answer")),
    (200, "<html>Sign in to the network</html>", .unreachable("HTTP 200 without Telegram's answer")),
    (302, "", .unreachable("HTTP 302 without Telegram's answer")),
  ])
  func `each has its error`(status: Int, body: String, expected: ChannelSendError) throws {
    let fault = TelegramFault(status: status, retryAfter: nil, body: Array(body.utf8), hiding: TelegramCast.token)
    #expect(try #require(fault).sendError == expected)
  }

  @Test func `a good answer is no fault`() {
    let body = Array(#"{"ok":true,"result":{}}"#.utf8)
    #expect(TelegramFault(status: 200, retryAfter: nil, body: body, hiding: "t") == nil)
  }

  @Test func `a wait in the header counts where the answer names none, and no wait is longer than a day`() {
    let fault = TelegramFault(status: 429, retryAfter: "90", body: [], hiding: "t")
    #expect(fault?.sendError == .rateLimited(retryAfter: .seconds(90)))
    let long = TelegramFault(status: 429, retryAfter: "9000000000", body: [], hiding: "t")
    #expect(long?.sendError == .rateLimited(retryAfter: .seconds(86_400)))
  }

  @Test func `the token is taken out of whatever a server says`() {
    let body = Array(#"{"ok":false,"error_code":400,"description":"no /bot\#(TelegramCast.token)/x"}"#.utf8)
    let fault = TelegramFault(status: 400, retryAfter: nil, body: body, hiding: TelegramCast.token)
    #expect(fault?.sendError == .rejected("no /bot…/x"))
  }
}

@Suite struct `Cutting updates out of an answer` {
  @Test(arguments: [
    (#"{"ok":true,"result":[]}"#, []),
    (#"{"ok":true,"result":[{"a":1}, {"b":[{"c":{}}]} ]}"#, [#"{"a":1}"#, #"{"b":[{"c":{}}]}"#]),
    (#"{"description":"[{","result":[{"t":"}]\"{\\"}],"ok":true}"#, [#"{"t":"}]\"{\\"}"#]),
    (#"{"parameters":{"x":[{"not":"this"}]},"result":[{"n":50.450000}]}"#, [#"{"n":50.450000}"#]),
  ])
  func `gives them byte for byte`(answer: String, objects: [String]) {
    #expect(JSONObjects.inArray(of: Array(answer.utf8)).map { String(decoding: $0, as: UTF8.self) } == objects)
  }
}
