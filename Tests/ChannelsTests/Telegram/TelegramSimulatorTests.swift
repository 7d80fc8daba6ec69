import Foundation
import Testing

@testable import Simulators

@Suite struct `What the simulated Telegram reads` {
  @Test func `forms`() {
    let fields = FormBody.urlEncoded("chat_id=77&text=%D0%94%D0%B5%D0%BD%D1%8C+%2B1&empty=&flag")
    #expect(fields == ["chat_id": "77", "text": "День +1", "empty": "", "flag": ""])
  }

  @Test func `multipart forms, with their line ends kept`() {
    let body = [
      "--x1", "Content-Disposition: form-data; name=\"chat_id\"", "", "77", "--x1",
      "Content-Disposition: form-data; name=\"text\"", "Content-Type: text/plain", "", "один", "", "два", "--x1--", "",
    ].joined(separator: "\r\n")
    let fields = FormBody.multipart(Data(body.utf8), contentType: "multipart/form-data; boundary=\"x1\"")
    #expect(fields == ["chat_id": "77", "text": "один\r\n\r\nдва"])
  }

  @Test(arguments: [
    (#"{"a":[1,2.5,"x",true,null,{}]}"#, JSON.object(["a": [1, .number(2.5), "x", true, .null, [:]]])),
    ("9007199254740993", 9_007_199_254_740_993),
  ])
  func `JSON of any form`(text: String, value: JSON) throws {
    #expect(try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) == value)
  }
}

@Suite struct `Updates that the bot has not taken` {
  @Test func `are offered by the oldest of each chat, and again when their time has come`() {
    var pending = PendingUpdates()
    for (id, chat) in [(1, 1), (2, 1), (3, 2)] as [(Int64, Int64)] {
      pending.append(.init(id: id, chat: chat, body: .null))
    }
    #expect(pending.takeDue(at: 0, atOnce: 10).map(\.id) == [1, 3])
    pending.failed(1, waiting: { _ in 100 }, at: 0)
    pending.delivered(3)
    #expect(pending.takeDue(at: 99, atOnce: 10).map(\.id) == [])
    #expect(pending.nextDue == 100)
    #expect(pending.takeDue(at: 100, atOnce: 10).map(\.id) == [1])
    pending.delivered(1)
    #expect(pending.takeDue(at: 100, atOnce: 10).map(\.id) == [2])
  }

  @Test func `are no more at once than there are connections`() {
    var pending = PendingUpdates()
    for id in 1...5 as ClosedRange<Int64> { pending.append(.init(id: id, chat: id, body: .null)) }
    #expect(pending.takeDue(at: 0, atOnce: 2).count == 2)
    #expect(pending.takeDue(at: 0, atOnce: 2).isEmpty)
  }

  @Test(arguments: [(0, [1, 2, 3]), (3, [3]), (9, []), (-1, [3]), (-9, [1, 2, 3])] as [(Int64, [Int64])])
  func `are confirmed by an offset`(offset: Int64, left: [Int64]) {
    var pending = PendingUpdates()
    for id in 1...3 as ClosedRange<Int64> { pending.append(.init(id: id, chat: id, body: .null)) }
    pending.confirm(before: offset)
    #expect(pending.updates.map(\.id) == left)
  }
}
