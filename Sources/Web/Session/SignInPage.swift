import Hummingbird
import Recovery

/// One of the sample sign-ins that a demo shows.
package struct SampleSignIn: Sendable {
  package let login: String
  package let name: String
  package let password: String
  package let note: String

  package init(login: String, name: String, password: String, note: String) {
    self.login = login
    self.name = name
    self.password = password
    self.note = note
  }
}

/// The sign-in page's address.
enum SignInPage {
  /// - Parameter next: where to go afterwards; left out where that is the home page or not on this server.
  static func address(next: String) -> String {
    guard next != "/", let path = LocalPath.safe(next) else { return "/sign-in" }
    return "/sign-in?next=\(FormFields.encode(path))"
  }
}

extension WebApplication {
  /// `GET /sign-in`.
  func showSignIn(_ request: Request, _ context: WebContext) async throws -> Response {
    let next = try Query(request)["next"].flatMap(LocalPath.safe)
    if try await authentication.viewer(of: request) != nil { return .redirect(to: next ?? "/") }
    return try signInPage(context, login: "", next: next, error: nil)
  }

  /// `GET /session` leads people who type it to the page.
  func leadToSignIn(_ request: Request, _ context: WebContext) async throws -> Response {
    .redirect(to: "/sign-in")
  }

  func signInPage(
    _ context: WebContext, login: String, next: String?, error: String?, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let wording = Wording(pages.catalogue(context.language), zone: nil)
    let fields = pages.frame(title: wording.text("signIn.title"), notice: nil, wording).merging([
      "login": login, "next": next ?? "", "error": Fields.optional(error),
      "sample": options.sample.map {
        ["login": $0.login, "name": $0.name, "password": $0.password, "note": $0.note] as Fields
      },
      "sampleSome": !options.sample.isEmpty, "demo": options.demoChannel != nil,
    ])
    return .html(status: status, try pages.render("sign-in", fields, context.language))
  }
}
