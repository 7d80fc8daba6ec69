import NIOCore
import Recovery

/// In which form a stream gets events. All streams of one kind get the same bytes.
enum LiveVariant: Int, CaseIterable, Sendable {
  case english
  case ukrainian
  /// The customer's page.
  case visitor

  init(_ language: Language) {
    switch language {
    case .english: self = .english
    case .ukrainian: self = .ukrainian
    }
  }
}

/// A value for each variant that was made.
struct PerVariant<Value: Sendable>: Sendable {
  private var values: [Value?] = Array(repeating: nil, count: LiveVariant.allCases.count)

  init() {}

  subscript(variant: LiveVariant) -> Value? {
    get { values[variant.rawValue] }
    set { values[variant.rawValue] = newValue }
  }
}

/// Whom events concern, shared by all that concern the same people.
final class LiveAudience: Sendable {
  /// Ids of operators, or ``key(ofVisitor:on:)``.
  let members: Set<String>

  init(_ members: Set<String>) { self.members = members }

  /// How a customer's page is named in an audience.
  static func key(ofVisitor id: String, on channelID: String) -> String { "visitor/\(channelID)/\(id)" }
}

/// A change before it has its place among all: what is told, and to whom.
struct LiveDraft: Sendable {
  enum Name: String, Sendable {
    case added, changed, withdrawn, message
  }

  let name: Name
  let audience: LiveAudience
  /// JSON in one line, for the variants that somebody listens in.
  var data = PerVariant<[UInt8]>()
}

/// A change as it is sent, with its number.
struct LiveEvent: Sendable {
  let number: Int64
  let audience: LiveAudience
  /// The whole block of the event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html).
  let bytes: PerVariant<ByteBuffer>

  init(_ draft: LiveDraft, number: Int64, epoch: String) {
    self.number = number
    audience = draft.audience
    var bytes = PerVariant<ByteBuffer>()
    for variant in LiveVariant.allCases {
      guard let data = draft.data[variant] else { continue }
      var buffer = ByteBuffer()
      buffer.reserveCapacity(data.count + 80)
      buffer.writeString("event: \(draft.name.rawValue)\nid: \(LivePosition(epoch: epoch, number: number))\ndata: ")
      buffer.writeBytes(data)
      buffer.writeString("\n\n")
      bytes[variant] = buffer
    }
    self.bytes = bytes
  }

  /// How much memory it takes, roughly, in bytes.
  var size: Int { LiveVariant.allCases.reduce(100) { $0 + (bytes[$1]?.readableBytes ?? 0) } }
}

/// A place in the stream of all events: a number within one run of the server.
struct LivePosition: Equatable, Sendable, CustomStringConvertible {
  let epoch: String
  let number: Int64

  init(epoch: String, number: Int64) {
    self.epoch = epoch
    self.number = number
  }

  /// Reads what a browser gives back.
  init?(_ text: String) {
    guard text.utf8.count <= 64, let dash = text.lastIndex(of: "-"),
      let number = Int64(text[text.index(after: dash)...])
    else { return nil }
    self.init(epoch: String(text[..<dash]), number: number)
  }

  var description: String { "\(epoch)-\(number)" }
}
