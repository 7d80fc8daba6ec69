import Recovery

extension AdministrationPage {
  /// A form with its fields, which shows again what was typed where it was refused.
  struct Form {
    let action: String
    var method: String?
    let submit: String
    /// Where *Cancel* leads.
    var back: String?
    /// The version that is shown, so that nothing is saved over what somebody else saved meanwhile.
    var version: Int64?
    /// What is sent along and nobody chooses.
    var fixed: [(name: String, value: String)] = []
    var inputs: [FormInput]
    var refusal: Refusal?

    /// Why it was not saved, and where.
    struct Refusal {
      let field: String?
      let message: String
    }

    /// Zones that are offered; any other can be typed.
    private static let zones = [
      "Europe/Kyiv", "Europe/Warsaw", "Europe/Prague", "Europe/Berlin", "Europe/Vilnius", "Europe/London",
      "America/New_York", "America/Toronto", "Asia/Tbilisi", "UTC",
    ]

    var fields: Fields {
      let isAtField = inputs.contains { $0.name == refusal?.field }
      let hidden = fixed + (version.map { [("version", String($0))] } ?? [])
      return [
        "action": action, "method": Fields.optional(method), "submit": submit, "back": Fields.optional(back),
        "hidden": hidden.map { ["name": $0.0, "value": $0.1] as Fields },
        "fault": Fields.optional(isAtField ? nil : refusal?.message),
        "fields": inputs.map { $0.fields(error: $0.name == refusal?.field ? refusal?.message : nil) },
        "zones": inputs.contains { $0.list == "zones" }, "zoneNames": Self.zones,
      ]
    }
  }

  /// One field of a form.
  struct FormInput {
    enum Kind {
      case text, area, check(Bool), choice([Choice]), ticks([Choice])
    }

    let name: String
    let label: String
    let kind: Kind
    var value = ""
    var hint: String?
    var limit = 100
    var isRequired = false
    /// The id of the list of values that are offered.
    var list: String?
    /// For which keyboard of a phone it asks.
    var mode: String?

    func fields(error: String?) -> Fields {
      var fields: Fields = [
        "name": name, "label": label, "value": value, "hint": Fields.optional(hint), "limit": limit,
        "isRequired": isRequired, "list": Fields.optional(list),
        "mode": Fields.optional(mode),
        "error": Fields.optional(error), "isText": false, "isArea": false, "isCheck": false, "isOn": false,
        "isChoice": false, "isTicks": false, "choices": [Fields](),
      ]
      switch kind {
      case .text: fields["isText"] = true
      case .area: fields["isArea"] = true
      case .check(let isOn):
        fields["isCheck"] = true
        fields["isOn"] = isOn
      case .choice(let choices):
        fields["isChoice"] = true
        fields["choices"] = choices.map(\.fields)
      case .ticks(let choices):
        fields["isTicks"] = true
        fields["choices"] = choices.map(\.fields)
      }
      return fields
    }
  }
}

extension AdministrationPage.FormInput {
  static func text(
    _ name: String, _ label: String, _ value: String, hint: String? = nil, required: Bool = false, limit: Int = 100
  ) -> Self {
    Self(name: name, label: label, kind: .text, value: value, hint: hint, limit: limit, isRequired: required)
  }

  static func zone(_ name: String, _ label: String, _ value: String) -> Self {
    Self(name: name, label: label, kind: .text, value: value, list: "zones")
  }

  static func choice(_ name: String, _ label: String, _ choices: [Choice], hint: String? = nil) -> Self {
    Self(name: name, label: label, kind: .choice(choices), hint: hint)
  }

  static func ticks(_ name: String, _ label: String, _ choices: [Choice], none: String) -> Self {
    Self(name: name, label: label, kind: .ticks(choices), hint: choices.isEmpty ? none : nil)
  }
}
