import Channels
import Recovery
import Testing

@Suite struct `Token buckets` {
  private let start = Timestamp(milliseconds: 1_700_000_000_000)

  @Test func `a burst passes at once, and the next waits for one token`() {
    var bucket = TokenBucket(SendingRate(perSecond: 1, burst: 3), at: start)
    #expect((1...3).map { _ in bucket.take(at: start) } == [nil, nil, nil])
    #expect(bucket.take(at: start) == .seconds(1))
    #expect(bucket.take(at: start + .milliseconds(400)) == .milliseconds(600))
    #expect(bucket.take(at: start + .seconds(1)) == nil)
    #expect(bucket.take(at: start + .seconds(1)) == .seconds(1))
  }

  @Test func `in the long run no more pass than the rate allows`() {
    var bucket = TokenBucket(SendingRate(perSecond: 30, burst: 30), at: start)
    let passed = (0..<10_000).count { bucket.take(at: start + .milliseconds($0)) == nil }
    #expect(passed == 30 + 299)
  }

  @Test func `the wait that it names is enough, and no more than that`() {
    var bucket = TokenBucket(SendingRate(perSecond: 30, burst: 1), at: start)
    _ = bucket.take(at: start)
    #expect(bucket.take(at: start) == .milliseconds(34))
    #expect(bucket.take(at: start + .milliseconds(33)) == .milliseconds(1))
    #expect(bucket.take(at: start + .milliseconds(34)) == nil)
  }

  @Test func `a rest never saves up more than a burst`() {
    var bucket = TokenBucket(SendingRate(perSecond: 1, burst: 2), at: start)
    let later = start + .seconds(86_400)
    #expect((1...3).map { _ in bucket.take(at: later) } == [nil, nil, .seconds(1)])
  }

  @Test func `a clock that is set back neither fills nor blocks it`() {
    var bucket = TokenBucket(SendingRate(perSecond: 1, burst: 1), at: start)
    _ = bucket.take(at: start)
    let earlier = start - .seconds(3600)
    #expect(bucket.take(at: earlier) == .seconds(1))
    #expect(bucket.take(at: earlier + .seconds(1)) == nil)
  }
}

@Suite struct `The pace of sending` {
  private let start = Timestamp(milliseconds: 1_700_000_000_000)
  private let pace = SendingPace(
    perChannel: SendingRate(perSecond: 30, burst: 30), perConversation: SendingRate(perSecond: 1, burst: 3))

  @Test func `one busy chat does not slow another down`() {
    for _ in 1...3 { #expect(pace.admit(channel: "bot", chat: "Олена", at: start) == nil) }
    #expect(pace.admit(channel: "bot", chat: "Олена", at: start) == .forConversation(.seconds(1)))
    #expect(pace.admit(channel: "bot", chat: "Тарас", at: start) == nil)
  }

  @Test func `a sending that has to wait for its chat takes nothing from the channel`() {
    for _ in 1...100 { _ = pace.admit(channel: "bot", chat: "Олена", at: start) }
    let others = (1...30).count { pace.admit(channel: "bot", chat: "\($0)", at: start) == nil }
    #expect(others == 27)
  }

  @Test func `a channel's limit holds over all its chats, and not over another channel`() {
    for chat in 1...30 { #expect(pace.admit(channel: "bot", chat: "\(chat)", at: start) == nil) }
    #expect(pace.admit(channel: "bot", chat: "31", at: start) == .forChannel(.milliseconds(34)))
    #expect(pace.admit(channel: "other", chat: "31", at: start) == nil)
  }

  @Test func `it does not grow with the chats of long ago`() {
    for second in 0..<20_000 {
      _ = pace.admit(channel: "bot", chat: "\(second)", at: start + .seconds(second))
    }
    #expect(pace.count <= 512)
  }
}
