/// Something that customers write about, and what they are answered. `{n}` stands for an order's number.
struct DemoTopic: Sendable {
  /// The queue to which it belongs.
  let queue: String
  let opening: String
  /// What the customer adds while they wait.
  let nudge: String
  let reply: String
  let further: String
  let answer: String
  let result: String

  static func topics(of language: DemoCustomer.Language, in queue: String) -> [DemoTopic] {
    (language == .ukrainian ? ukrainian : english).filter { $0.queue == queue }
  }

  /// What ends a conversation: the customer's thanks and our last word.
  static func farewell(_ language: DemoCustomer.Language, _ random: inout SeededRandom) -> (
    thanks: String, last: String
  ) {
    let words =
      language == .ukrainian
      ? [
        ("Дякую, ви дуже допомогли!", "Завжди раді допомогти. Гарного дня!"),
        ("Зрозуміло, дякую.", "Будь ласка! Звертайтеся."),
        ("Супер, дякую за швидкість 👍", "Дякуємо, що ви з нами!"),
      ]
      : [
        ("Great, thank you!", "You are welcome. Have a nice day!"),
        ("Perfect, that helps.", "Glad to hear it. Write to us any time."),
        ("Thanks a lot 👍", "Thank you for your patience!"),
      ]
    return words.pick(&random)
  }
}

extension DemoTopic {
  fileprivate static let ukrainian = [
    DemoTopic(
      queue: "Sales", opening: "Добрий день! Чи є в наявності кавомолка, яку я бачив на сайті?",
      nudge: "Готовий замовити сьогодні.", reply: "Вітаю! Так, є дві на складі. Відкласти для вас?",
      further: "Так, будь ласка. А гарантія є?", answer: "Відклали. Гарантія два роки, чек прийде на пошту.",
      result: "Замовлення оформлено"),
    DemoTopic(
      queue: "Sales", opening: "Скільки коштує набір з шести чашок і чи буде знижка на два набори?",
      nudge: "Підкажете ціну?", reply: "Вітаю! Набір 2 280 грн, на два набори знижка 10 %.",
      further: "Чудово, беру два. Як оплатити?", answer: "Надсилаю посилання на оплату, дійсне добу.",
      result: "Надіслано рахунок"),
    DemoTopic(
      queue: "Sales", opening: "Шукаю подарунок колезі до 1 000 гривень. Що порадите?",
      nudge: "Бажано щось для кави.", reply: "Радимо чашку ручної роботи і каву до неї, разом 870 грн.",
      further: "Гарно! Чи запакуєте як подарунок?", answer: "Так, пакуємо безкоштовно, листівка теж буде.",
      result: "Замовлення оформлено"),
    DemoTopic(
      queue: "Sales", opening: "Чи робите ви посуд на замовлення для кав’ярні? Треба 40 чашок з логотипом.",
      nudge: "Термін до кінця місяця.", reply: "Так, від 30 штук. Надішліть, будь ласка, логотип у векторі.",
      further: "Надіслав на пошту. Коли буде макет?", answer: "Макет підготуємо до завтра, до 15:00.",
      result: "Передано дизайнерам"),
    DemoTopic(
      queue: "Support", opening: "Вітаю, чайник прийшов з тріщиною. Замовлення {n}. Що робити?",
      nudge: "Можу надіслати фото.", reply: "Перепрошуємо! Надішліть, будь ласка, фото, і ми замінимо.",
      further: "Фото надіслала. Старий чайник треба повертати?",
      answer: "Ні, залиште собі. Новий відправимо завтра вранці.", result: "Заміна відправлена"),
    DemoTopic(
      queue: "Support", opening: "Не можу увійти в кабінет, пише що пароль невірний.",
      nudge: "Вже тричі пробував.", reply: "Надіслали посилання для нового пароля на вашу пошту.",
      further: "Листа нема, навіть у спамі.", answer: "Виправили адресу і надіслали ще раз, перевірте.",
      result: "Доступ відновлено"),
    DemoTopic(
      queue: "Support", opening: "Гроші списали двічі за замовлення {n}. Поверніть, будь ласка.",
      nudge: "Це 1 180 гривень, не дрібниця.", reply: "Бачимо другий платіж, зараз скасуємо його.",
      further: "Коли гроші повернуться на картку?", answer: "Банк зараховує до трьох робочих днів.",
      result: "Платіж повернено"),
    DemoTopic(
      queue: "Support", opening: "Чи можна мити тарілки з сірою глазур’ю в посудомийці?",
      nudge: "Купив учора.", reply: "Так, до 60 °C, без абразивних засобів.",
      further: "А в мікрохвильовці?", answer: "Теж можна, лише без золотого краю.", result: "Надано консультацію"),
    DemoTopic(
      queue: "Delivery", opening: "Моє замовлення {n} досі не приїхало. Підкажете, де воно?",
      nudge: "Обіцяли ще вчора.", reply: "Перевіряю. Посилка на сортуванні у Львові, буде завтра.",
      further: "Можна доставити після 18:00?", answer: "Передали кур’єру: з 18:00 до 20:00.",
      result: "Доставку уточнено"),
    DemoTopic(
      queue: "Delivery", opening: "Хочу змінити адресу доставки замовлення {n}, ще встигаємо?",
      nudge: "Тепер інше відділення, 14.", reply: "Встигаємо. На яке відділення переспрямувати?",
      further: "Відділення 14, Харків.", answer: "Готово, номер накладної не змінився.",
      result: "Адресу змінено"),
    DemoTopic(
      queue: "Delivery", opening: "Кур’єр не зателефонував, хоча написано «не вдалося вручити».",
      nudge: "Я був удома весь день!", reply: "Перепрошуємо. Домовимося на завтра, о котрій зручно?",
      further: "Краще до обіду.", answer: "Записали на 10:00–12:00, кур’єр зателефонує заздалегідь.",
      result: "Повторна доставка"),
  ]

  fileprivate static let english = [
    DemoTopic(
      queue: "Sales", opening: "Hi! Do you ship the stoneware teapot to Poland?",
      nudge: "Warsaw, if that matters.", reply: "Hello! Yes, in three to five days, shipping is free from 60 euros.",
      further: "And can I pay in złoty?", answer: "Yes, the checkout offers it once you choose Poland.",
      result: "Order placed"),
    DemoTopic(
      queue: "Sales", opening: "Is the blue plate coming back in stock? I need four of them.",
      nudge: "For a dinner on Friday.", reply: "Two arrive tomorrow, two more next week. Shall I reserve them?",
      further: "Please do, all four.", answer: "Reserved for you until Sunday.", result: "Goods reserved"),
    DemoTopic(
      queue: "Sales", opening: "We are a small hotel and would like a price list for 120 place settings.",
      nudge: "Could somebody call me back?",
      reply: "Gladly! Our wholesale prices start at 50 settings, may I send the list?",
      further: "Yes, to the address in my signature.", answer: "Sent. The offer holds for 30 days.",
      result: "Offer sent"),
    DemoTopic(
      queue: "Support", opening: "The grinder of order {n} stopped after two days.",
      nudge: "It smells burnt, too.", reply: "I am sorry! Please unplug it, we will collect it and send a new one.",
      further: "Do I need the original box?", answer: "Any box will do. The courier comes tomorrow.",
      result: "Replacement sent"),
    DemoTopic(
      queue: "Support", opening: "How do I return something? The return form shows an error.",
      nudge: "Order {n}.", reply: "I have made the return for you, the label is in your mailbox.",
      further: "How long does the refund take?", answer: "Three working days after it arrives.",
      result: "Return arranged"),
    DemoTopic(
      queue: "Support", opening: "I never got an invoice for order {n}.",
      nudge: "Our accountant asks every day.", reply: "Here it comes by mail. Anything to change on it?",
      further: "Please add the VAT number.", answer: "Added, the new one is on its way.", result: "Invoice sent"),
    DemoTopic(
      queue: "Delivery", opening: "My parcel says delivered, but I have nothing here.",
      nudge: "Order {n}, nobody at the door either.", reply: "Let me ask the courier. Could a neighbour have it?",
      further: "Found it, at number 12!", answer: "Glad to hear! We have told the courier to ring next time.",
      result: "Parcel found"),
    DemoTopic(
      queue: "Delivery", opening: "Can I change the delivery address of order {n}?",
      nudge: "It leaves today, I think.", reply: "Just in time. Where should it go?",
      further: "To my office, the address is in the account.", answer: "Done, the tracking number stays the same.",
      result: "Address changed"),
  ]
}
