/// What somebody entered cannot be so.
package struct InvalidInput: Error, Equatable, Sendable {
  /// The field as its user knows it.
  package let field: String
  /// A sentence for that user, in English.
  package let message: String

  package init(field: String, message: String) {
    self.field = field
    self.message = message
  }
}
