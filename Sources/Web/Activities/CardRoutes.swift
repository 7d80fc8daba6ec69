extension WebApplication {
  /// What belongs to a card and its chat beside the Activity's own routes.
  func addCard(to routes: inout Routes) {
    routes.add(.get, "/attachments/:id", sendAttachment)
    routes.add(.post, "/messages/:id/sending", resendReply)
  }
}
