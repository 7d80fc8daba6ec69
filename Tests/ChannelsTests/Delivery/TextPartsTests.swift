import Channels
import Testing

@Suite struct `Long texts` {
  @Test(arguments: [
    ("short", ["short"]),
    (" as is \n", [" as is \n"]),
    ("0123456789", ["0123456789"]),
    ("0123456789a", ["0123456789", "a"]),
    ("one two three", ["one two", "three"]),
    ("Ones. Two or", ["Ones.", "Two or"]),
    ("line one\nline two", ["line one", "line two"]),
    ("para 1\n\nb\npara 2", ["para 1", "b\npara 2"]),
    ("   \n ", []),
    ("", []),
  ])
  func `are split where a reader would`(text: String, parts: [String]) {
    #expect(TextParts.split(text, limit: 10) == parts)
  }

  @Test func `lose no word and keep within the limit`() {
    let words = (1...5000).map { "слово\($0)" }
    let parts = TextParts.split(words.joined(separator: " "), limit: 4096)
    #expect(parts.allSatisfy { (1...4096).contains($0.utf16.count) })
    #expect(parts.flatMap { $0.split(separator: " ").map(String.init) } == words)
  }

  @Test func `are counted in UTF-16 units and never cut inside a character`() {
    let family = "👨‍👩‍👧‍👦"
    let parts = TextParts.split(String(repeating: family, count: 7), limit: 4 * family.utf16.count + 3)
    #expect(parts == [String(repeating: family, count: 4), String(repeating: family, count: 3)])
  }

  @Test func `are split also where no limit on characters is passed`() {
    let parts = TextParts.split(String(repeating: "👍🏽", count: 2000), limit: 4096)
    #expect(parts.map(\.utf16.count) == [4096, 3904])
  }

  @Test func `pass even when one character is longer than the limit`() {
    let monster = "e" + String(repeating: "\u{301}", count: 25)
    let parts = TextParts.split(monster, limit: 10)
    #expect(parts.map(\.utf16.count) == [10, 10, 6])
    #expect(parts.joined() == monster)
  }
}
