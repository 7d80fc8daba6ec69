/// A customer at the web widget of one site.
package struct Visitor: Hashable, Sendable, Identifiable {
  /// How the name of one begins who has told none, and how much of the id follows.
  package static let generatedName = "Visitor "
  package static let generatedLength = 4

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

/// The visitor was forgotten; their page begins anew as another one.
package struct UnknownVisitor: Error {}
