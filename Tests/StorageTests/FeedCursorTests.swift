import Storage
import Testing

@Suite struct FeedCursorTests {
  private struct Step: Sendable {
    let time: Int64
    let read: [Int64]
    let new: [Int64]
    let low: Int64
  }

  private static let stories: [[Step]] = [
    [  // without gaps
      Step(time: 0, read: [1, 2, 3], new: [1, 2, 3], low: 3),
      Step(time: 1, read: [], new: [], low: 3),
      Step(time: 2, read: [4], new: [4], low: 4),
    ],
    [  // read again
      Step(time: 0, read: [1, 2, 3], new: [1, 2, 3], low: 3),
      Step(time: 1, read: [2, 3, 4], new: [4], low: 4),
    ],
    [  // late commits
      Step(time: 0, read: [1, 4, 6], new: [1, 4, 6], low: 1),
      Step(time: 1, read: [3], new: [3], low: 1),
      Step(time: 2, read: [3, 4, 5], new: [5], low: 1),
      Step(time: 3, read: [2], new: [2], low: 6),
    ],
    [  // the middle of a gap
      Step(time: 0, read: [5], new: [5], low: 0),
      Step(time: 1, read: [3], new: [3], low: 0),
      Step(time: 2, read: [1, 2], new: [1, 2], low: 3),
      Step(time: 3, read: [4], new: [4], low: 5),
    ],
    [  // a rolled back transaction
      Step(time: 0, read: [2], new: [2], low: 0),
      Step(time: 59_999, read: [5], new: [5], low: 0),
      Step(time: 60_000, read: [6], new: [6], low: 2),
      Step(time: 119_998, read: [], new: [], low: 2),
      Step(time: 119_999, read: [], new: [], low: 6),
    ],
    [  // the last moment
      Step(time: 0, read: [2], new: [2], low: 0),
      Step(time: 60_000, read: [1], new: [1], low: 2),
    ],
  ]

  @Test(arguments: stories.indices)
  func `Positions are delivered once and gaps are waited for`(story: Int) {
    var cursor = FeedCursor(after: 0)
    for step in Self.stories[story] {
      #expect(cursor.accept(step.read, readAt: step.time) == step.new)
      cursor.settle(readAt: step.time)
      #expect(cursor.low == step.low)
    }
  }

  @Test func `A given up gap stays given up`() {
    var cursor = FeedCursor(after: 0)
    _ = cursor.accept([3], readAt: 0)
    cursor.settle(readAt: 60_000)
    #expect(cursor.accept([1, 2, 4], readAt: 60_001) == [4])
  }

  @Test func `Nothing is skipped when too much is missing, it waits`() {
    var cursor = FeedCursor(after: 0)
    let odd = Array(stride(from: Int64(2), through: 1000, by: 2))
    let first = cursor.accept(odd, readAt: 0)
    #expect(first.count == FeedCursor.mostGaps)
    cursor.settle(readAt: 60_000)
    let second = cursor.accept(odd.filter { $0 > cursor.high }, readAt: 60_000)
    #expect(first + second == odd)
  }

  @Test func `A gap is waited for longer than any transaction lasts`() {
    #expect(Duration.milliseconds(FeedCursor.patience) > PostgresDatabase.longestTransaction)
  }
}
