/// What customers do.
extension SimulatedTelegram {
  /// The customer writes. Whoever had blocked the bot unblocks it by that.
  ///
  /// - Parameter name: first and last name; nil keeps the one that is known.
  /// - Returns: the message's id.
  @discardableResult
  package func customer(
    _ id: Int64, named name: String? = nil, writes text: String
  ) throws(SimulatedTelegramError) -> Int64 {
    guard !text.allSatisfy(\.isWhitespace) else { throw .emptyText }
    return try customer(id, named: name, sends: ["text": .string(text)])
  }

  /// The customer sends something else than text, such as `["photo": […], "caption": "…"]`
  /// (https://core.telegram.org/bots/api#message).
  @discardableResult
  package func customer(
    _ id: Int64, named name: String? = nil, sends content: [String: JSON]
  ) throws(SimulatedTelegramError) -> Int64 {
    var customer = try find(id, named: name)
    if customer.hasBlocked {
      customer.hasBlocked = false
      membership(of: customer, from: "kicked", to: "member")
    }
    let moment = now()
    let seen = content["text"]?.text ?? content["caption"]?.text ?? "[\(content.keys.sorted().joined(separator: ", "))]"
    let messageID = customer.note(seen, byBot: false, at: moment)
    customers[id] = customer
    let frame: [String: JSON] = [
      "message_id": .integer(messageID), "from": customer.user, "chat": customer.chat, "date": .integer(moment / 1000),
    ]
    queue("message", .object(content.merging(frame) { $1 }), chat: id)
    return messageID
  }

  /// The customer wrote to the bot long ago, so that it may write to them.
  package func acquaint(_ id: Int64, named name: String) throws(SimulatedTelegramError) {
    customers[id] = try find(id, named: name)
  }

  /// The customer blocks the bot, or unblocks it.
  package func customer(_ id: Int64, blocks: Bool) throws(SimulatedTelegramError) {
    var customer = try find(id, named: nil)
    guard customer.hasBlocked != blocks else { return }
    customer.hasBlocked = blocks
    customers[id] = customer
    membership(of: customer, from: blocks ? "member" : "kicked", to: blocks ? "kicked" : "member")
  }

  /// The conversation as this customer sees it, oldest first.
  package func conversation(of id: Int64) -> [SimulatedMessage] {
    customers[id]?.messages ?? []
  }

  /// Lets the next calls of a method fail.
  package func order(_ fault: TelegramFaultOrder) {
    faults.append(fault)
  }

  /// Where the bot wants its updates; nil while no webhook is set.
  package var webhookAddress: String? { webhook?.url }

  /// How many updates the bot has not taken yet.
  package var pendingCount: Int { updates.updates.count }

  /// What the bot has to learn last.
  package var newestUpdate: JSON? { updates.updates.last?.body }

  private func find(_ id: Int64, named name: String?) throws(SimulatedTelegramError) -> SimulatedCustomer {
    guard updates.updates.count < TelegramRules.mostUpdates else { throw .full }
    if var known = customers[id] {
      known.name = name ?? known.name
      return known
    }
    guard customers.count < TelegramRules.mostCustomers else { throw .full }
    let firstMessageID = rules.firstMessageID ?? now() / 1000
    return SimulatedCustomer(id: id, name: name ?? "Customer \(id)", nextMessageID: firstMessageID)
  }

  /// https://core.telegram.org/bots/api#chatmemberupdated
  private func membership(of customer: SimulatedCustomer, from old: String, to new: String) {
    let change: JSON = [
      "chat": customer.chat, "from": customer.user, "date": .integer(now() / 1000),
      "old_chat_member": member(old), "new_chat_member": member(new),
    ]
    queue("my_chat_member", change, chat: customer.id)
  }

  /// Only who is kicked has an end of that, which is 0 for never (https://core.telegram.org/bots/api#chatmemberbanned).
  private func member(_ status: String) -> JSON {
    status == "kicked"
      ? ["user": bot, "status": .string(status), "until_date": 0] : ["user": bot, "status": .string(status)]
  }
}
