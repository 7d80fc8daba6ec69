/// The methods that a bot calls (https://core.telegram.org/bots/api#available-methods).
extension SimulatedTelegram {
  /// Answers a call. Names of methods may be written in any case.
  func answer(token: String, method: String, _ parameters: TelegramParameters) async -> TelegramAnswer {
    guard token == rules.token else { return .unauthorised }
    let method = method.lowercased()
    if let fault = takeFault(for: method) {
      return .refusal(code: fault.code, description: fault.description, retryAfter: fault.retryAfter)
    }
    switch method {
    case "getme": return .result(me)
    case "sendmessage": return sendMessage(parameters)
    case "sendchataction": return sendChatAction(parameters)
    case "getupdates": return await getUpdates(parameters)
    case "setwebhook": return setWebhook(parameters)
    case "deletewebhook": return deleteWebhook(parameters)
    case "getwebhookinfo": return .result(webhookInfo)
    case "getuserprofilephotos": return .result(["total_count": 0, "photos": []])
    case "getfile": return getFile(parameters)
    default: return .notFound
    }
  }

  private func takeFault(for method: String) -> TelegramFaultOrder? {
    guard let index = faults.firstIndex(where: { $0.method == method }) else { return nil }
    let fault = faults[index]
    faults[index].count -= 1
    if faults[index].count <= 0 { faults.remove(at: index) }
    return fault
  }

  private var me: JSON {
    guard case .object(let bot) = bot else { return bot }
    let abilities: [String: JSON] = [
      "can_join_groups": false, "can_read_all_group_messages": false, "supports_inline_queries": false,
      "can_connect_to_business": false, "has_main_web_app": false,
    ]
    return .object(bot.merging(abilities) { $1 })
  }

  /// https://core.telegram.org/bots/api#sendmessage
  private func sendMessage(_ parameters: TelegramParameters) -> TelegramAnswer {
    guard let chat = parameters.text("chat_id"), !chat.isEmpty else { return .badRequest("chat_id is empty") }
    let text = (parameters.text("text") ?? "").trimmingWhitespace
    guard !text.isEmpty else { return .badRequest("message text is empty") }
    guard text.utf16.count <= 4096 else { return .badRequest("message is too long") }
    guard let id = Int64(chat), var customer = customers[id] else { return .badRequest("chat not found") }
    guard !customer.hasBlocked else {
      return .refusal(code: 403, description: "Forbidden: bot was blocked by the user")
    }
    let moment = now()
    if rules.limitsRate, let wait = tooFast(&customer, at: moment) { return .tooMany(retryAfter: wait) }
    let messageID = customer.note(text, byBot: true, at: moment)
    customers[id] = customer
    return .result([
      "message_id": .integer(messageID), "from": bot, "chat": customer.chat, "date": .integer(moment / 1000),
      "text": .string(text),
    ])
  }

  /// Seconds to wait where the bot writes too fast; otherwise this message is counted.
  private func tooFast(_ customer: inout SimulatedCustomer, at moment: Int64) -> Int64? {
    recentlySent.removeAll { $0 <= moment - 1000 }
    customer.recentlySent.removeAll { $0 <= moment - Int64(TelegramRules.burst) * 1000 }
    guard recentlySent.count < TelegramRules.perSecond else { return 1 }
    if customer.recentlySent.count >= TelegramRules.burst, let oldest = customer.recentlySent.first {
      return max(1, (oldest + Int64(TelegramRules.burst) * 1000 - moment + 999) / 1000)
    }
    recentlySent.append(moment)
    customer.recentlySent.append(moment)
    return nil
  }

  private func sendChatAction(_ parameters: TelegramParameters) -> TelegramAnswer {
    guard let customer = parameters.number("chat_id").flatMap({ customers[$0] }) else {
      return .badRequest("chat not found")
    }
    guard !customer.hasBlocked else {
      return .refusal(code: 403, description: "Forbidden: bot was blocked by the user")
    }
    return parameters.text("action") == nil ? .badRequest("wrong parameter action in request") : .result(true)
  }

  private func getFile(_ parameters: TelegramParameters) -> TelegramAnswer {
    guard let file = parameters.text("file_id"), !file.isEmpty else { return .badRequest("invalid file_id") }
    let size = Int64(files[file]?.bytes.count ?? 0)
    guard size <= SimulatedFile.largest else { return .badRequest("file is too big") }
    return .result([
      "file_id": .string(file), "file_unique_id": .string("unique-\(file)"), "file_size": .integer(size),
      "file_path": .string("files/\(file)"),
    ])
  }
}

extension String {
  /// Telegram cuts white space off the ends of a text.
  fileprivate var trimmingWhitespace: String {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
