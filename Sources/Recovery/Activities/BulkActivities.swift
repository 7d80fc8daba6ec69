/// What is done to several Activities at once.
package enum BulkAction: Hashable, Sendable {
  case close(as: ActivityStatus, result: String, notes: String?)
  case assign(to: String)
}

/// What came of it for one of them.
package struct BulkOutcome: Hashable, Sendable {
  package enum Result: Hashable, Sendable {
    case done(Activity)
    case alreadyClosed
    case heldBy(Reference)
    case missing
  }

  package let id: String
  package let result: Result
}

package enum BulkOutcomes: Equatable, Sendable {
  /// One for each Activity, in the order in which they were given.
  case each([BulkOutcome])
  /// Only supervisors assign.
  case forbidden
  case noSuchOperator
}

extension Recovery {
  /// How many Activities one call changes at most.
  package static let longestBulk = 100

  /// Does the same to several Activities, each by the verb that does it to one, and each with its own outcome.
  ///
  /// - Throws: ``InvalidInput`` where there are none or too many, or a text is too long.
  package func change(
    _ ids: [String], _ action: BulkAction, by viewer: Operator
  ) async throws -> BulkOutcomes {
    guard !ids.isEmpty, ids.count <= Self.longestBulk else {
      throw InvalidInput(field: "activities", message: "Choose 1 to \(Self.longestBulk) activities.")
    }
    if case .assign(let operatorID) = action {
      guard viewer.seesEverything else { return .forbidden }
      guard try await directory().operators[operatorID] != nil else { return .noSuchOperator }
    }
    // Together, so that they share durable commits.
    return try await withThrowingTaskGroup(of: BulkOutcome.self) { group in
      for id in Set(ids) {
        group.addTask { BulkOutcome(id: id, result: try await self.change(one: id, action, by: viewer)) }
      }
      var results: [String: BulkOutcome] = [:]
      for try await outcome in group { results[outcome.id] = outcome }
      return .each(ids.compactMap { results.removeValue(forKey: $0) })
    }
  }

  private func change(one id: String, _ action: BulkAction, by viewer: Operator) async throws -> BulkOutcome.Result {
    switch action {
    case .close(let status, let result, let notes):
      switch try await close(id, as: status, result: result, notes: notes, by: viewer) {
      case .closed(let activity): .done(activity)
      case .alreadyClosed: .alreadyClosed
      case .heldBy(let holder, _): .heldBy(holder)
      case .missing: .missing
      }
    case .assign(let operatorID):
      switch try await reassign(id, to: operatorID, by: viewer) {
      case .reassigned(let activity): .done(activity)
      case .heldBy(let holder, _): .heldBy(holder)
      case .closed: .alreadyClosed
      case .forbidden, .noSuchOperator, .missing: .missing
      }
    }
  }
}
