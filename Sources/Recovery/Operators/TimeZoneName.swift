import Foundation

/// Names of time zones.
package enum TimeZoneName {
  /// Whether it is a name of the IANA database, such as `Europe/Kyiv`, `Japan` or `EET`, which browsers know, too. Foundation
  /// alone takes offsets such as `GMT+3`.
  package static func isKnown(_ name: String) -> Bool {
    guard TimeZone(identifier: name) != nil else { return false }
    return name.contains("/") ? !name.hasPrefix("SystemV/") : short.contains(name)
  }
  /// The database's names without a place (https://data.iana.org/time-zones/tzdb/backward); of other abbreviations, such as
  /// `PST`, browsers know nothing.
  private static let short: Set<String> = [
    "UTC", "GMT", "CET", "EET", "MET", "WET", "EST", "MST", "HST", "Cuba", "Egypt", "Eire", "GB", "Greenwich",
    "Hongkong",
    "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "NZ", "Navajo", "PRC", "Poland", "Portugal",
    "ROC",
    "ROK", "Singapore", "Turkey", "UCT", "Universal", "W-SU", "Zulu",
  ]
}
