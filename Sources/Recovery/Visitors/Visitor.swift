/// A customer at the web widget of one site.
package struct Visitor: Hashable, Sendable, Identifiable {
  package let id: String
  package let channelID: String

  package init(id: String, channelID: String) {
    self.id = id
    self.channelID = channelID
  }
}

/// A visitor who has just come, with the secret by which their browser is known from then on.
package struct NewVisitor: Hashable, Sendable {
  package let visitor: Visitor
  package let token: String
}
