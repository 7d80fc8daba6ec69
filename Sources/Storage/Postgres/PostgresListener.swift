import CPostgres
import Foundation
import Logging
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Brings wake-ups to other programs and theirs to us, on a connection of its own, which it renews when it breaks.
///
/// A commit is announced right after it, several together where they come fast. (Announced inside the transaction they
/// would cost nearly half of the writes, because PostgreSQL lets only one notifying transaction commit at a time.) What is
/// lost thereby, or while there was no connection, is made good by waking everybody: after each connecting, and regularly,
/// for a program may have been killed between its commit and the announcement.
final class PostgresListener: Sendable {
  private let address: PostgresAddress
  private let signal: LocalChangeSignal
  private let reminder: Duration
  private let logger: Logger
  /// By this we know our own announcements, which are passed over.
  private let origin = String(UInt64.random(in: .min ... .max), radix: 36)
  private let untold = Mutex<Set<Topic>>([])
  private let isStopped = Atomic(false)
  /// A byte in it ends the waiting of `poll`.
  private let waker = Pipe()

  private let shortestPause: Int32 = 50
  private let longestPause: Int32 = 5000

  /// - Parameter reminder: how often everybody is woken in any case.
  init(_ address: PostgresAddress, signal: LocalChangeSignal, reminder: Duration, logger: Logger) {
    self.address = address
    self.signal = signal
    self.reminder = reminder
    self.logger = logger
  }

  /// Wakes those who wait in this program, and soon those in the others. Never blocks.
  func announce(_ topics: Set<Topic>) {
    guard !topics.isEmpty else { return }
    signal.publish(topics)
    let wasIdle = untold.withLock { untold in
      defer { untold.formUnion(topics) }
      return untold.isEmpty
    }
    if wasIdle { wake() }
  }

  /// Listens until ``stop()``.
  func run() {
    var pause = shortestPause
    while !isStopped.load(ordering: .acquiring) {
      do {
        let handle = try listeningConnection()
        defer { PQfinish(handle) }
        pause = shortestPause
        signal.publish(Set(Topic.allCases))
        try listen(on: handle)
      } catch {
        let level: Logger.Level = pause == shortestPause ? .warning : .debug
        logger.log(level: level, "Listening to PostgreSQL was interrupted", metadata: ["error": "\(error)"])
        wait(milliseconds: pause)
        pause = min(pause * 2, longestPause)
      }
    }
  }

  /// Tells what is untold and ends.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    wake()
  }

  private func listeningConnection() throws(PostgresFailure) -> OpaquePointer {
    let handle = try address.connect()
    do {
      try PostgresResult.check(PQexec(handle, "LISTEN answerback"), on: handle)
      return handle
    } catch {
      PQfinish(handle)
      throw error
    }
  }

  private func listen(on handle: OpaquePointer) throws(PostgresFailure) {
    var reminded = ContinuousClock.now
    while true {
      try tellOthers(on: handle)
      if isStopped.load(ordering: .acquiring) { return }
      wait(for: PQsocket(handle), milliseconds: reminderMilliseconds)
      guard PQconsumeInput(handle) == 1 else { throw .lost(on: handle) }
      signal.publish(heardTopics(on: handle))
      guard ContinuousClock.now - reminded >= reminder else { continue }
      signal.publish(Set(Topic.allCases))
      reminded = .now
    }
  }

  private var reminderMilliseconds: Int32 { Int32(clamping: reminder.components.seconds * 1000) }

  private func tellOthers(on handle: OpaquePointer) throws(PostgresFailure) {
    let topics = untold.withLock { untold in
      defer { untold = [] }
      return untold
    }
    guard !topics.isEmpty else { return }
    let calls = topics.map { "pg_notify('answerback', '\($0.rawValue) \(origin)')" }
    do {
      try PostgresResult.check(PQexec(handle, "SELECT \(calls.joined(separator: ", "))"), on: handle)
      signal.publish(heardTopics(on: handle))
    } catch {
      untold.withLock { $0.formUnion(topics) }
      throw error
    }
    // Under load, the commits of this time are told together.
    Thread.sleep(forTimeInterval: 0.002)
  }

  private func heardTopics(on handle: OpaquePointer) -> Set<Topic> {
    var topics: Set<Topic> = []
    while let notification = PQnotifies(handle) {
      defer { PQfreemem(notification) }
      let parts = String(cString: notification.pointee.extra).split(separator: " ")
      guard let name = parts.first, parts.last != Substring(origin) else { continue }
      if let topic = Topic(rawValue: String(name)) { topics.insert(topic) }
    }
    return topics
  }

  private func wake() {
    var byte: UInt8 = 0
    _ = write(waker.fileHandleForWriting.fileDescriptor, &byte, 1)
  }

  /// Blocks until the socket has something to read, or ``wake()``, or the time is over.
  private func wait(for socket: Int32 = -1, milliseconds: Int32) {
    let ours = waker.fileHandleForReading.fileDescriptor
    var polled = [ours, socket].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&polled, nfds_t(polled.count), milliseconds)
    guard polled[0].revents != 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = read(ours, &bytes, bytes.count)
  }
}
