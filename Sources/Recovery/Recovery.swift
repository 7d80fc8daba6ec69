package import Logging
package import Storage

/// The domain: everything that Answerback does, as verbs over one store. It knows no HTTP, no engine and no vendor.
///
/// The verbs are extensions, one file each, in the folder of the thing they change.
package struct Recovery: Sendable {
  package let database: any Database
  package let time: any TimeSource
  package let ids: any IDSource
  package let logger: Logger
  let directories = DirectoryCache()
  let sessions = SessionCache()
  let attempts = SignInAttempts()
  let presence = PresenceThrottle()

  package init(
    database: any Database, time: any TimeSource = SystemTime(), ids: any IDSource = UUIDv7Source(), logger: Logger
  ) {
    self.database = database
    self.time = time
    self.ids = ids
    self.logger = logger
  }
}
