// Holds what nobody may read in a setting: keys of signatures and of on-call channels. The app reads them by reference.
param name string
param location string
param tags object
param principalId string

@secure()
param webhookSecret string

@secure()
param pagerDutyRoutingKey string

@secure()
param opsgenieApiKey string

@secure()
param onCallWebhookSecret string

@secure()
param actionGroupWebhookUrl string

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take(name, 24)
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 30
  }

  resource webhook 'secrets' = if (!empty(webhookSecret)) {
    name: 'webhook-secret'
    properties: { value: webhookSecret }
  }

  resource pagerDuty 'secrets' = if (!empty(pagerDutyRoutingKey)) {
    name: 'pagerduty-routing-key'
    properties: { value: pagerDutyRoutingKey }
  }

  resource opsgenie 'secrets' = if (!empty(opsgenieApiKey)) {
    name: 'opsgenie-api-key'
    properties: { value: opsgenieApiKey }
  }

  resource onCallWebhook 'secrets' = if (!empty(onCallWebhookSecret)) {
    name: 'on-call-webhook-secret'
    properties: { value: onCallWebhookSecret }
  }

  resource actionGroup 'secrets' = if (!empty(actionGroupWebhookUrl)) {
    name: 'action-group-webhook-url'
    properties: { value: actionGroupWebhookUrl }
  }
}

resource secretsUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

output vaultUri string = vault.properties.vaultUri
