import Recovery

/// Somebody who writes in the demo's past, on one channel.
struct DemoCustomer: Sendable {
  enum Language: Sendable {
    case ukrainian, english
  }

  let name: String
  let language: Language
  let channel: Channel
  /// Their id on the platform.
  let id: String

  /// As the domain knows those who write on a channel.
  var visitor: Visitor { Visitor(id: id, channelID: channel.id) }

  /// - Parameter number: below ``most``; each has a name of their own.
  static func name(_ number: Int, _ language: Language) -> String {
    let (first, last) = language == .ukrainian ? (ukrainianFirst, ukrainianLast) : (otherFirst, otherLast)
    // Of two lists whose lengths have no common divisor, every pair comes before one is repeated.
    return "\(first[number % first.count]) \(last[number % last.count])"
  }

  static let most = 300

  private static let ukrainianFirst = [
    "Тарас", "Наталія", "Андрій", "Юлія", "Максим", "Катерина", "Дмитро", "Оксана", "Роман", "Світлана", "Богдан",
    "Марія", "Ігор", "Вікторія", "Павло", "Тетяна", "Артем", "Людмила", "Назар", "Христина", "Олег", "Анна", "Юрій",
  ]
  private static let ukrainianLast = [
    "Коваленко", "Шевчук", "Бондаренко", "Ткаченко", "Олійник", "Поліщук", "Кравченко", "Мороз", "Руденко",
    "Петренко", "Савчук", "Марченко", "Лисенко", "Мельник", "Клименко", "Павленко", "Литвин", "Романюк", "Костенко",
  ]
  private static let otherFirst = [
    "Emma", "Lukas", "Sofia", "James", "Marta", "Noah", "Elena", "Piotr", "Clara", "Adam", "Ingrid", "Leo", "Hanna",
  ]
  private static let otherLast = [
    "Novak", "Schmidt", "Wilson", "Rossi", "Kowalska", "Jensen", "Martin", "Horvat", "Silva", "Brown", "Keller",
  ]
}
