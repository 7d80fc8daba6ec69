import Storage

package enum ChangePasswordOutcome: Equatable, Sendable {
  case changed
  /// The present password is another one.
  case refused
  case tooManyAttempts(retryAfter: Duration)
}

extension Recovery {
  /// How many characters a password has that somebody chooses.
  package static let passwordLengths = 10...1000

  /// Gives an operator another password of their own choice. Their other browsers must sign in again; programs keep
  /// their tokens. A wrong present password counts as a failed sign-in.
  ///
  /// - Parameters:
  ///   - token: of the session that stays.
  ///   - address: from where it is tried.
  /// - Throws: ``InvalidInput`` where the new password is too short or too long.
  package func changePassword(
    of person: Operator, from present: String, to new: String, keeping token: String, at address: String = ""
  ) async throws -> ChangePasswordOutcome {
    try Self.check(password: new, of: "newPassword")
    let attempt = SignInAttempts.Attempt(login: person.login, address: address)
    if let wait = attempts.begin(attempt, at: time.now()) { return .tooManyAttempts(retryAfter: wait) }
    do {
      guard try await replacePassword(of: person, present, by: new, keeping: token) else { return .refused }
    } catch {
      attempts.withdraw(attempt)
      throw error
    }
    attempts.succeeded(attempt)
    return .changed
  }

  /// - Throws: ``InvalidInput`` where the password is too short or too long.
  static func check(password: String, of field: String) throws(InvalidInput) {
    let (least, most) = (passwordLengths.lowerBound, passwordLengths.upperBound)
    guard password.count >= least, password.length <= most else {
      throw InvalidInput(field: field, message: "A password has \(least) to \(most) characters.")
    }
  }

  /// - Returns: false where the present password is wrong, or was changed by somebody else at the same time.
  private func replacePassword(
    of person: Operator, _ present: String, by new: String, keeping token: String
  ) async throws -> Bool {
    guard let hash = try await credentials(of: person.login)?.hash,
      try await PasswordHash.matches(present, hash)
    else { return false }
    let newHash = try await PasswordHash.make(new)
    return try await amend(by: person) { amendment in
      let changed = try amendment.connection.execute(
        "UPDATE operators SET password_hash = $2 WHERE id = $1 AND password_hash = $3 AND disabled_at IS NULL",
        [.text(person.id), .text(newHash), .text(hash)])
      guard changed == 1 else { return false }
      try amendment.connection.execute(
        "DELETE FROM sessions WHERE operator_id = $1 AND kind = 'browser' AND token_hash <> $2",
        [.text(person.id), .text(SecretToken.hash(token))])
      try amendment.audit(.passwordChanged, .operator, person.id, named: person.name)
      return true
    }
  }
}
