import Foundation

/// Names of time zones.
package enum TimeZoneName {
  /// Whether browsers know the zone, too: a place of the IANA database such as `Europe/Kyiv`, or the world's. Foundation alone
  /// takes offsets such as `GMT+3`.
  package static func isKnown(_ name: String) -> Bool {
    guard TimeZone(identifier: name) != nil else { return false }
    return ["UTC", "GMT"].contains(name) || (name.contains("/") && !name.hasPrefix("SystemV/"))
  }
}
