import HTTPTypes
import NIOCore
import Recovery
import Testing

@testable import Web

@Suite struct CompressionTests {
  @Test func `Pages are compressed for browsers that take it`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let plain = try await browser.page("/", as: web.desk.ivan)
      let compressed = try await browser.page("/", accepting: "br, gzip", as: web.desk.ivan)
      #expect(plain.headers[.contentEncoding] == nil)
      #expect(compressed.headers[.contentEncoding] == "gzip")
      #expect(compressed.text.utf8.count < plain.text.utf8.count)
      #expect(compressed.headers[.vary]?.contains("Accept-Encoding") == true)
      let refused = try await browser.page("/", accepting: "gzip;q=0", as: web.desk.ivan)
      #expect(refused.headers[.contentEncoding] == nil)
    }
  }

  @Test func `The forms of a file have tags of their own`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let plain = try await browser.page("/assets/app.js")
      let compressed = try await browser.page("/assets/app.js", accepting: "gzip")
      let tag = try #require(compressed.headers[.eTag])
      #expect(compressed.headers[.contentEncoding] == "gzip")
      #expect(tag != plain.headers[.eTag])
      let again = try await browser.page("/assets/app.js", accepting: "gzip", knowing: tag)
      #expect(again.status == 304)
    }
  }

  @Test func `What gzip makes of a text is smaller and begins as gzip does`() throws {
    let text = ByteBuffer(repeating: UInt8(ascii: "a"), count: 100_000)
    let compressed = try #require(Gzip.compressed(text, .thorough))
    #expect(compressed.readableBytes < 500)
    #expect(compressed.getBytes(at: 0, length: 2) == [0x1F, 0x8B])
    #expect(Gzip.compressed(ByteBuffer(string: "ab"), .quick) == nil)
  }
}

extension Browser {
  fileprivate func page(
    _ uri: String, accepting encodings: String, knowing tag: String? = nil, as person: Operator? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [.accept: "text/html", .acceptEncoding: encodings]
    if let person { headers[.cookie] = try cookie(of: person) }
    headers[.ifNoneMatch] = tag
    return try await send(.get, uri, headers, nil)
  }
}

@Suite struct ScriptTextTests {
  @Test func `Only lines that are nothing but comments are left out`() {
    let script = """
      /** What it does. */
      import { a } from "./a.js"; // kept
        // gone
      /*
       * gone
       */
      const address = "http://localhost"; /* kept */ const b = 1;
      /* kept */ a(b);
      """
    #expect(
      ScriptText.withoutComments(script) == """
        import { a } from "./a.js"; // kept
        const address = "http://localhost"; /* kept */ const b = 1;
        /* kept */ a(b);
        """)
  }
}
