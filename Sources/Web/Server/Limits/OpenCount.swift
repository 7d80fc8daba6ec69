import Synchronization

/// Counts what each key holds open at once. It knows as many keys as there are open things.
final class OpenCount: Sendable {
  private let limit: Int
  private let counts = Mutex<[String: Int]>([:])

  /// - Parameter limit: how many one key may hold.
  init(_ limit: Int) { self.limit = limit }

  /// - Throws: ``WebError`` 503 where the key holds too many already.
  func open(_ key: String) throws(WebError) {
    let isAllowed = counts.withLock { counts in
      guard counts[key, default: 0] < limit else { return false }
      counts[key, default: 0] += 1
      return true
    }
    guard isAllowed else { throw .unavailable }
  }

  func close(_ key: String) {
    counts.withLock { counts in
      let left = counts[key, default: 1] - 1
      counts[key] = left > 0 ? left : nil
    }
  }

  /// Whether the key may open one more.
  func hasRoom(for key: String) -> Bool { counts.withLock { $0[key, default: 0] < limit } }
}
