/// What is chosen from lists by its name.
package protocol Named {
  var id: String { get }
  var name: String { get }
}

extension Operator: Named {}
extension Queue: Named {}
extension Channel: Named {}

extension Sequence where Element: Named {
  /// In the order of their names; those of one name by their ids, so that none changes its place.
  package func byName() -> [Element] { sorted { ($0.name, $0.id) < ($1.name, $1.id) } }
}
