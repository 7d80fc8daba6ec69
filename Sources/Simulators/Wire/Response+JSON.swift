import Hummingbird

extension Response {
  /// An answer in JSON.
  init(_ status: HTTPResponse.Status = .ok, json: JSON) throws {
    self.init(
      status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try json.bytes())))
  }

  /// What a control route says to a request that it cannot follow.
  init(refusing status: HTTPResponse.Status, _ code: String, _ message: String) throws {
    try self.init(status, json: ["error": ["code": .string(code), "message": .string(message)]])
  }

  /// A page or one of its files; nothing of another origin may be loaded into it, and nothing inline runs.
  init(asset: String, type: String) {
    self.init(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: asset)))
  }
}
