import Synchronization

/// Wake-ups inside this process.
package final class LocalChangeSignal: ChangeSignal {
  private struct Receiver {
    let topics: Set<Topic>
    let wakeUps: AsyncStream<Void>.Continuation
  }

  private struct State {
    var receivers: [Int: Receiver] = [:]
    var nextID = 0
    var isFinished = false
  }

  private let state = Mutex(State())

  package init() {}

  package func wakeUps(for topics: Set<Topic>) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    guard let id = register(Receiver(topics: topics, wakeUps: continuation)) else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id) }
    return stream
  }

  /// Wakes everyone who waits for one of `topics`.
  package func publish(_ topics: Set<Topic>) {
    guard !topics.isEmpty else { return }
    let concerned = state.withLock { state in
      state.receivers.values.filter { !$0.topics.isDisjoint(with: topics) }
    }
    for receiver in concerned { receiver.wakeUps.yield() }
  }

  /// Ends all streams; later ones end at once.
  package func finish() {
    let receivers = state.withLock { state in
      state.isFinished = true
      defer { state.receivers = [:] }
      return state.receivers
    }
    for receiver in receivers.values { receiver.wakeUps.finish() }
  }

  private func register(_ receiver: Receiver) -> Int? {
    state.withLock { state in
      guard !state.isFinished else { return nil }
      state.nextID += 1
      state.receivers[state.nextID] = receiver
      return state.nextID
    }
  }

  private func remove(_ id: Int) {
    state.withLock { state in
      _ = state.receivers.removeValue(forKey: id)
    }
  }
}
