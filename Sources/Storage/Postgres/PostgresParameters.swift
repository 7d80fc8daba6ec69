import CPostgres

/// Arguments as libpq takes them: numbers and texts as text, bytes as they are.
struct PostgresParameters {
  private var bytes: [CChar] = []
  private var offsets: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  init(_ arguments: [SQLValue]) throws(PostgresFailure) {
    for argument in arguments { try append(argument) }
  }

  func send(_ name: String, on handle: OpaquePointer) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      let values = offsets.map { offset in offset.flatMap { offset in buffer.baseAddress.map { $0 + offset } } }
      return PQsendQueryPrepared(handle, name, Int32(offsets.count), values, lengths, formats, 0) == 1
    }
  }

  private mutating func append(_ argument: SQLValue) throws(PostgresFailure) {
    switch argument {
    case .null: appendNull()
    case .integer(let integer): appendText(String(integer))
    case .real(let real): appendText(String(real))
    case .text(let text):
      // libpq would end the text there.
      guard !text.utf8.contains(0) else { throw .fault(.statement("a text holds a NUL character")) }
      appendText(text)
    case .blob(let blob): append(blob.lazy.map(CChar.init(bitPattern:)), count: blob.count, format: 1)
    }
  }

  private mutating func appendNull() {
    offsets.append(nil)
    lengths.append(0)
    formats.append(0)
  }

  private mutating func appendText(_ text: String) {
    append(text.utf8.lazy.map(CChar.init(bitPattern:)), count: text.utf8.count, format: 0)
  }

  private mutating func append(_ content: some Sequence<CChar>, count: Int, format: Int32) {
    offsets.append(bytes.count)
    lengths.append(Int32(count))
    formats.append(format)
    bytes.append(contentsOf: content)
    bytes.append(0)
  }
}
