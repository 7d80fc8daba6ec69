/// Why a command ends without having done anything, said to whoever gave it. Unlike `ValidationError` it is no matter of
/// the options, so that their list does not follow.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
