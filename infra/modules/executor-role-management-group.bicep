// The role of the executor, defined and assigned at a management group: one assignment covers every subscription below it.
targetScope = 'managementGroup'

param managementGroupId string
param principalId string

var role = loadJsonContent('../executor-role.json')
var scope = tenantResourceId('Microsoft.Management/managementGroups', managementGroupId)

resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(scope, role.name)
  properties: {
    roleName: '${role.name} (${managementGroupId})'
    description: role.description
    assignableScopes: [scope]
    permissions: [{ actions: role.actions, notActions: [] }]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scope, principalId, definition.id)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: definition.id }
}
