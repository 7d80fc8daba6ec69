import Hummingbird

extension WebApplication {
  /// `GET /assets/NAME` and `GET /assets/VERSION/NAME`. The router wants one name for what stands in the same place.
  func sendAsset(_ request: Request, _ context: WebContext) async throws -> Response {
    guard let first = context.parameters.get("file") else { throw WebError.notFound }
    let second = context.parameters.get("name")
    let version = second == nil ? nil : first
    return try pages.templates.assets.answer(request, name: second ?? first, version: version)
  }

  /// `GET /widget.js`: the script that sites put on their pages.
  func sendWidgetScript(_ request: Request, _ context: WebContext) async throws -> Response {
    guard let file = pages.templates.assets["widget.js"] else { throw WebError.notFound }
    var response = file.answer(request, caching: "public, max-age=300")
    response.headers[.accessControlAllowOrigin] = "*"
    response.headers[.resourcePolicy] = "cross-origin"
    return response
  }

  /// `GET /demo/shop`: a page with the widget, to try it.
  func showShop(_ request: Request, _ context: WebContext) async throws -> Response {
    let catalogue = pages.catalogue(context.language)
    let fields: Fields = [
      "title": catalogue.text("shop.title"), "channel": options.demoChannel ?? "", "script": "/widget.js",
    ]
    return .html(try pages.render("demo-shop", fields, context.language))
  }
}
