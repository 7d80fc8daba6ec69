import Hummingbird

/// A page as a feature hands it over to be framed.
struct Page {
  let template: String
  let title: String
  var section: Section?
  var fields: Fields
  var notice: Notice?
  var status: HTTPResponse.Status = .ok

  /// The entries of the navigation, in its order.
  enum Section: String, CaseIterable {
    case home, activities, chats, contacts, reports, supervision, settings, queues, operators, channels, integrations
  }

  /// A sentence above the page about what was just done or refused.
  struct Notice {
    enum Kind: String {
      case done, warn, error
    }

    let kind: Kind
    let text: String
  }

  init(_ template: String, title: String, section: Section? = nil, _ fields: Fields) {
    self.template = template
    self.title = title
    self.section = section
    self.fields = fields
  }
}
