import Recovery

extension WebApplication {
  /// What administrators look after; the lists of queues and operators are others' too.
  func addAdministration(to routes: inout Routes) {
    routes.add(.get, "/queues", listQueues)
    routes.add(.get, "/queues/new", from: .administrator, newQueue)
    routes.add(.post, "/queues", from: .administrator, addQueue)
    routes.add(.get, "/queues/:id", from: .administrator, showQueue)
    routes.add(.patch, "/queues/:id", from: .administrator, changeQueue)
    routes.add(.get, "/skills", from: .administrator, listSkills)
    routes.add(.post, "/skills", from: .administrator, addSkill)
    routes.add(.patch, "/skills/:id", from: .administrator, renameSkill)
    routes.add(.delete, "/skills/:id", from: .administrator, removeSkill)
    addPeople(to: &routes)
    addConnections(to: &routes)
  }

  private func addPeople(to routes: inout Routes) {
    routes.add(.get, "/operators", from: .supervisor, listOperators)
    routes.add(.get, "/operators/new", from: .administrator, newOperator)
    routes.add(.post, "/operators", from: .administrator, addOperator)
    routes.add(.get, "/operators/:id", from: .administrator, showOperator)
    routes.add(.patch, "/operators/:id", from: .administrator, changeOperator)
    routes.add(.post, "/operators/:id/password", from: .administrator, resetPassword)
    routes.add(.post, "/operators/:id/deactivation", from: .administrator, deactivateOperator)
    routes.add(.delete, "/operators/:id/deactivation", from: .administrator, activateOperator)
    routes.add(.get, "/tokens", from: .administrator, listTokens)
    routes.add(.post, "/tokens", from: .administrator, addToken)
    routes.add(.delete, "/tokens/:id", from: .administrator, revokeToken)
    routes.add(.get, "/audit", from: .administrator, listAudit)
  }

  private func addConnections(to routes: inout Routes) {
    routes.add(.get, "/channels", from: .administrator, listChannels)
    routes.add(.get, "/channels/new", from: .administrator, newChannel)
    routes.add(.post, "/channels", from: .administrator, addChannel)
    routes.add(.get, "/channels/:id", from: .administrator, showChannel)
    routes.add(.patch, "/channels/:id", from: .administrator, changeChannel)
    routes.add(.post, "/channels/:id/test", from: .administrator, testChannel)
    routes.add(.post, "/channels/:id/deactivation", from: .administrator, shutChannel)
    routes.add(.delete, "/channels/:id/deactivation", from: .administrator, openChannel)
    routes.add(.get, "/dead-letters", from: .administrator, listDeadLetters)
    routes.add(.post, "/dead-letters/retry", from: .administrator, retryDeadLetters)
    routes.add(.get, "/dead-letters/:id", from: .administrator, showDeadLetter)
    routes.add(.post, "/dead-letters/:id/retry", from: .administrator, retryDeadLetter)
    routes.add(.delete, "/dead-letters/:id", from: .administrator, discardDeadLetter)
    routes.add(.get, "/integrations", from: .administrator, showIntegrations)
  }
}
