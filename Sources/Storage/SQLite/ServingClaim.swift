import Foundation
import Synchronization

/// Says that this process serves an SQLite file, for which two servers would work beside each other without knowing:
/// what one commits does not wake the other. PostgreSQL lets several serve, and is not claimed.
///
/// It is a lock on an empty file beside the database, which the system lets go of when the process ends, however it ends.
/// (A lock on the database itself would not do: closing that file anywhere in the process ends SQLite's own locks.)
package final class ServingClaim: Sendable {
  private let descriptor: Mutex<CInt?>

  /// - Throws: ``ServingClaimError`` where another process serves it, or where the file cannot be made.
  package init(of location: String) throws {
    // An empty path is refused when the store is opened.
    guard location.hasPrefix("sqlite:"), location != "sqlite:" else {
      descriptor = Mutex(nil)
      return
    }
    let path = String(location.dropFirst("sqlite:".count))
    let opened = open(path + "-serving", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw ServingClaimError.unavailable(path, String(cString: strerror(errno))) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let fault = errno
      close(opened)
      if fault == EWOULDBLOCK { throw ServingClaimError.served(path) }
      throw ServingClaimError.unavailable(path, String(cString: strerror(fault)))
    }
    descriptor = Mutex(opened)
  }

  deinit { end() }

  /// Lets another process serve the file.
  package func end() {
    descriptor.withLock { held in
      if let held { close(held) }
      held = nil
    }
  }
}

/// Why a file cannot be served.
package enum ServingClaimError: Error, Equatable, CustomStringConvertible {
  case served(String)
  case unavailable(String, String)

  package var description: String {
    switch self {
    case .served(let path): "Another server serves \(path) already. Several servers can share a PostgreSQL database."
    case .unavailable(let path, let why): "There can be no database at \(path): \(why)."
    }
  }
}
