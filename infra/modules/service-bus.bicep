// The queues between functions, as infra/queues.json defines them; the local emulator reads the same file.
param name string
param location string
param tags object
param principalId string

var roles = {
  dataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  dataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { disableLocalAuth: true, minimumTlsVersion: '1.2' }

  resource queue 'queues' = [
    for queue in loadJsonContent('../queues.json'): {
      name: queue.name
      properties: {
        requiresSession: queue.requiresSession
        lockDuration: queue.lockDuration
        maxDeliveryCount: queue.maxDeliveryCount
        requiresDuplicateDetection: queue.requiresDuplicateDetection
        duplicateDetectionHistoryTimeWindow: queue.duplicateDetectionHistoryTimeWindow
        defaultMessageTimeToLive: queue.defaultMessageTimeToLive
        deadLetteringOnMessageExpiration: queue.deadLetteringOnMessageExpiration
      }
    }
  ]
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    name: guid(namespace.id, principalId, role.value)
    scope: namespace
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output host string = '${namespace.name}.servicebus.windows.net'
