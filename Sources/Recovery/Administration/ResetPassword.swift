import Storage

/// Passwords that nobody has chosen: four groups of letters and digits that are not mistaken for each other, some 79 bits.
enum RandomPassword {
  private static let characters = Array("abcdefghjkmnpqrstuvwxyz23456789")

  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let groups = (0..<4).map { _ in
      String((0..<4).compactMap { _ in characters.randomElement(using: &generator) })
    }
    return groups.joined(separator: "-")
  }
}

extension Recovery {
  /// Gives an operator a new random password and ends what was opened with the old one.
  ///
  /// - Returns: the password, which is nowhere else; nil where there is no such operator.
  package func resetPassword(ofOperator id: String, by author: Operator) async throws -> String? {
    let password = RandomPassword.make()
    let hash = try await PasswordHash.make(password)
    return try await amend(by: author) { amendment in
      let row = try amendment.connection.row("SELECT name FROM operators WHERE id = $1", [.text(id)])
      guard let name = try row?.text("name") else { return nil }
      try amendment.setPassword(hash, ofOperator: id, named: name)
      return password
    }
  }
}

extension Amendment {
  /// Sets a password and ends the browsers' sessions that were opened with the old one. Programs keep their tokens.
  func setPassword(_ hash: String, ofOperator id: String, named name: String) throws {
    try connection.execute(
      "UPDATE operators SET password_hash = $2 WHERE id = $1", [.text(id), .text(hash)])
    try connection.execute("DELETE FROM sessions WHERE operator_id = $1 AND kind = 'browser'", [.text(id)])
    try audit(.passwordReset, .operator, id, named: name)
  }
}
