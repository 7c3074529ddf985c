// The role of the executor, defined and assigned in one subscription.
targetScope = 'subscription'

param principalId string

var role = loadJsonContent('../executor-role.json')

resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, role.name)
  properties: {
    roleName: '${role.name} (${subscription().subscriptionId})'
    description: role.description
    assignableScopes: [subscription().id]
    permissions: [{ actions: role.actions, notActions: [] }]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, definition.id)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: definition.id }
}
