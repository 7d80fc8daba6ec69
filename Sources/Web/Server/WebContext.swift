package import Hummingbird
import Recovery

/// What is known of a request while it is answered.
package struct WebContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The connection, on which a live stream writes.
  package let connection: Connection
  /// What the answer is to be.
  var form: AnswerForm = .page
  /// The language of the answer.
  var language: Language = .english
  /// The fields of a body that was read already, to find the method that it stands for.
  var input: Input?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    connection = source.channel
  }
}

/// In which form a client wants its answer.
enum AnswerForm: Sendable {
  /// A whole HTML page.
  case page
  /// The inner part of a page, for scripts.
  case fragment
  case json

  /// Programs that name no form get JSON when they change something, and pages otherwise.
  init(_ request: Request) {
    let accepted = request.headers[values: .accept].joined(separator: ",")
    let page = accepted.range(ofText: "text/html")
    let json = accepted.range(ofText: "application/json")
    if let json, page.map({ json < $0 }) ?? true {
      self = .json
    } else if request.headers[.fragment] == "1" {
      self = .fragment
    } else if page == nil, !request.method.isSafe {
      self = .json
    } else {
      self = .page
    }
  }
}

extension String {
  /// Where `text` begins, without regard to upper and lower case of ASCII letters.
  fileprivate func range(ofText text: String) -> Int? {
    let bytes = Array(lowercased().utf8)
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    return (0...(bytes.count - wanted.count)).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
