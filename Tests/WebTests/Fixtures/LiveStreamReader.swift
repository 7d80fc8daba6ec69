import AsyncHTTPClient
import Foundation
import NIOCore
import Recovery
import Synchronization
import Testing

@testable import Web

/// One event of a stream.
struct ReceivedEvent: Sendable {
  var name = ""
  var id = ""
  var data = ""

  func string(_ path: String) -> String? {
    var value = JSONValue(text: Data(data.utf8))
    for part in path.split(separator: ".") {
      guard case .object(let members)? = value else { return nil }
      value = members[String(part)]
    }
    guard case .string(let text)? = value else { return nil }
    return text
  }
}

/// Reads a live stream as a browser does.
final class LiveStreamReader: Sendable {
  private struct State {
    var events: [ReceivedEvent] = []
    var taken = 0
    var hasOpened = false
    var hasEnded = false
    var isPaused = false
  }

  private let address: String
  private let headers: [String: String]
  private let state = Mutex(State())

  init(_ address: String, _ headers: [String: String]) {
    self.address = address
    self.headers = headers
  }

  /// One that opens more than eight connections to a server.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
    return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }()

  /// All events so far.
  var events: [ReceivedEvent] { state.withLock { $0.events } }
  var hasOpened: Bool { state.withLock { $0.hasOpened } }

  func pause() { state.withLock { $0.isPaused = true } }
  func resume() { state.withLock { $0.isPaused = false } }

  /// Reads until the stream ends.
  func run() async throws {
    var request = HTTPClientRequest(url: address)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    let response = try await Self.client.execute(request, deadline: .distantFuture)
    #expect(response.status == .ok)
    var rest = ""
    for try await part in response.body {
      while state.withLock({ $0.isPaused }) { try await Task.sleep(for: .milliseconds(5)) }
      rest += String(buffer: part)
      var blocks = rest.components(separatedBy: "\n\n")
      rest = blocks.removeLast()
      state.withLock { state in
        state.hasOpened = true
        state.events += blocks.compactMap(Self.event)
      }
    }
    state.withLock { $0.hasEnded = true }
  }

  private static func event(_ block: String) -> ReceivedEvent? {
    var event = ReceivedEvent()
    for line in block.split(separator: "\n") {
      if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
      if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
      if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
    }
    return event.name.isEmpty ? nil : event
  }

  /// The next event, or the next one of this name and kind; those before it are passed over.
  func next(_ name: String? = nil, kind: String? = nil) async throws -> ReceivedEvent {
    var found: ReceivedEvent?
    try await eventually {
      found = self.state.withLock { state in
        while state.taken < state.events.count {
          let event = state.events[state.taken]
          state.taken += 1
          if name.map({ $0 == event.name }) ?? true, kind.map({ $0 == event.string("kind") }) ?? true { return event }
        }
        return nil
      }
      return found != nil
    }
    return try #require(found)
  }

  /// Waits until the server has ended the stream.
  func end() async throws {
    try await eventually { self.state.withLock { $0.hasEnded } }
  }
}

/// Waits until something is so; ten seconds at most.
func eventually(_ condition: () async throws -> Bool) async throws {
  for _ in 0..<2000 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("It did not come to pass within ten seconds.")
}

extension Browser {
  func address(_ path: String) throws -> String { "http://localhost:\(try #require(port))\(path)" }
}

/// Opens one live stream for each of these operators and runs `body` when all have begun.
func withStreams(
  _ browser: Browser, _ people: [Operator], after: String? = nil, _ body: ([LiveStreamReader]) async throws -> Void
) async throws {
  let path = after.map { "/live?after=\($0)" } ?? "/live"
  let readers = try people.map { LiveStreamReader(try browser.address(path), ["Cookie": try browser.cookie(of: $0)]) }
  try await withReaders(readers) { try await body(readers) }
}

/// Opens one stream and runs `body` when it has begun.
func withStream(
  _ browser: Browser, _ path: String, _ headers: [String: String], _ body: (LiveStreamReader) async throws -> Void
) async throws {
  let reader = LiveStreamReader(try browser.address(path), headers)
  try await withReaders([reader]) { try await body(reader) }
}

private func withReaders(_ readers: [LiveStreamReader], _ body: () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for reader in readers {
      group.addTask {
        do { try await reader.run() } catch is CancellationError {}
      }
    }
    try await eventually { readers.allSatisfy(\.hasOpened) }
    try await body()
    group.cancelAll()
  }
}
