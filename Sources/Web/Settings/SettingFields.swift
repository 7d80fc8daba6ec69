import Hummingbird
import Recovery

extension Setting.Value {
  /// A value of this one's type that somebody sent.
  ///
  /// - Throws: ``WebError`` where what was sent is of another type.
  func read(_ input: Input) throws(WebError) -> Setting.Value {
    switch (self, input["value"]) {
    case (.boolean, .bool(let flag)?): return .boolean(flag)
    // A form leaves an unticked box out.
    case (.boolean, nil) where input.isForm: return .boolean(false)
    case (.boolean, .string(let text)?) where input.isForm && (text == "true" || text == "false"):
      return .boolean(text == "true")
    case (.integer, .integer(let number)?): return .integer(number)
    case (.integer, .string(let text)?) where input.isForm:
      guard let number = Int64(text) else { throw .wrongType(typeName) }
      return .integer(number)
    case (.text, .string):
      return .text(try input.text("value", limit: 1000) ?? "")
    default: throw .wrongType(typeName)
    }
  }
}

extension Wording {
  func name(of setting: Setting) -> String { catalogue.text(ifAny: "setting.\(setting.code)") ?? setting.name }

  /// The values of a setting in the list.
  func row(_ setting: Setting) -> Fields {
    [
      "code": setting.code, "name": name(of: setting), "valueText": shown(setting.value),
      "href": "/settings/\(FormFields.encode(setting.code))", "updated": time.fields(setting.updatedAt),
      "by": Fields.optional(setting.updatedBy?.name),
    ]
  }

  /// The values of a setting's own page.
  func card(_ setting: Setting) -> Fields {
    var fields = row(setting).merging([
      "description": Fields.optional(catalogue.text(ifAny: "settingDescription.\(setting.code)")),
      "version": String(setting.version), "isBoolean": false, "isInteger": false, "isText": false, "checked": false,
      "value": shown(setting.value),
      "typeText": text("settings.\(setting.value.typeName.lowercased())"),
    ])
    switch setting.value {
    case .boolean(let flag):
      fields["isBoolean"] = true
      fields["checked"] = flag
    case .integer: fields["isInteger"] = true
    case .text: fields["isText"] = true
    }
    return fields
  }

  private func shown(_ value: Setting.Value) -> String {
    switch value {
    case .boolean(let flag): text(flag ? "settings.on" : "settings.off")
    case .integer(let number): String(number)
    case .text(let text): text
    }
  }
}

extension JSONWriter {
  mutating func setting(_ setting: Setting) {
    object { json in
      json.member("code", setting.code)
      json.member("name", setting.name)
      json.key("value")
      switch setting.value {
      case .boolean(let flag): json.bool(flag)
      case .integer(let number): json.integer(number)
      case .text(let text): json.string(text)
      }
      json.member("updatedAt", setting.updatedAt)
      json.member("updatedBy", setting.updatedBy)
      json.member("version", setting.version)
    }
  }
}

extension Response {
  static func json(_ setting: Setting) -> Response {
    var writer = JSONWriter()
    writer.setting(setting)
    return json(writer)
  }
}
