// The Functions app on Flex Consumption: identity everywhere, no connection string with a key, no secret in a setting.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageAccountName string
param deploymentContainer string
param serviceBusNamespace string
param appInsightsConnectionString string
param entraClientId string
param sweepSchedule string
param planSchedule string
param startSchedule string
param watchdogSchedule string
param strayMarksSchedule string
param watchSchedule string
param announceSchedule string
param executorId string
param executorClientId string
param dryRun bool
param botId string
param botClientId string
param chatTenants string
param directoryGroups bool
param appUrl string
param askSchedule string
param managementGroupId string
param sweepSubscriptions array
param webhookUrl string
param onCallChannels string
param onCallWebhookUrl string
param vaultUri string
param furtherSettings object

var signIn = !empty(entraClientId)
var storageSuffix = environment().suffixes.storage

var settings = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // The dashboard lives at `/`, where the platform would show a page of its own.
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: appInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Which identity DefaultAzureCredential takes.
  AZURE_CLIENT_ID: identityClientId
  ServiceBus__fullyQualifiedNamespace: serviceBusNamespace
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  Storage__tableServiceUri: 'https://${storageAccountName}.table.${storageSuffix}'
  Storage__blobServiceUri: 'https://${storageAccountName}.blob.${storageSuffix}'
  HTTP_AUTH: signIn ? 'platform' : 'function-key'
  SWEEP_SCHEDULE: sweepSchedule
  PLAN_SCHEDULE: planSchedule
  START_SCHEDULE: startSchedule
  WATCHDOG_SCHEDULE: watchdogSchedule
  STRAY_MARKS_SCHEDULE: strayMarksSchedule
  WATCH_SCHEDULE: watchSchedule
  ANNOUNCE_SCHEDULE: announceSchedule
  ASK_SCHEDULE: askSchedule
  APP_URL: empty(appUrl) ? 'https://${app.properties.defaultHostName}' : appUrl
  DIRECTORY_GROUPS: directoryGroups ? 'graph' : 'off'
  // Migrations show their calls and write nothing unless both switches of main.bicep say so.
  DRY_RUN: dryRun ? 'true' : 'false'
}
// In a dry run everything is looked at as the reader; the executor has no role yet.
var executor = dryRun ? {} : { EXECUTOR_CLIENT_ID: executorClientId }
var bot = empty(botClientId)
  ? {}
  : {
      CHAT: 'teams'
      BOT_APP_ID: botClientId
      BOT_TENANT_ID: tenant().tenantId
    }
var tenants = empty(botClientId) || empty(chatTenants) ? {} : { CHAT_TENANTS: chatTenants }
// Teams has no sign-in of the platform: its messages carry a token of the Bot Framework, which the app checks itself.
var letThrough = empty(botClientId) ? {} : { excludedPaths: ['/api/messages'] }
var identities = union(
  { '${identityId}': {} },
  empty(executorId) ? {} : { '${executorId}': {} },
  empty(botId) ? {} : { '${botId}': {} }
)
var scope = empty(managementGroupId)
  ? { SWEEP_SUBSCRIPTIONS: join(sweepSubscriptions, ',') }
  : { SWEEP_MANAGEMENT_GROUP: managementGroupId }
var webhook = empty(webhookUrl)
  ? {}
  : {
      WEBHOOK_URL: webhookUrl
      WEBHOOK_SECRET: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/webhook-secret)'
    }
var onCall = empty(onCallChannels) ? {} : { ON_CALL_CHANNELS: onCallChannels }
var pagerDuty = contains(onCallChannels, 'pagerduty')
  ? { PAGERDUTY_ROUTING_KEY: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/pagerduty-routing-key)' }
  : {}
var opsgenie = contains(onCallChannels, 'opsgenie')
  ? { OPSGENIE_API_KEY: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/opsgenie-api-key)' }
  : {}
var onCallWebhook = contains(onCallChannels, 'webhook')
  ? {
      ON_CALL_WEBHOOK_URL: onCallWebhookUrl
      ON_CALL_WEBHOOK_SECRET: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/on-call-webhook-secret)'
    }
  : {}
var actionGroup = contains(onCallChannels, 'action-group')
  ? { ACTION_GROUP_WEBHOOK_URL: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/action-group-webhook-url)' }
  : {}
// Sign-in without a client secret: the app's identity vouches for it (a federated credential on the Entra application).
var platformSignIn = signIn ? { OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId } : {}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: identities }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainer
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 }
      runtime: { name: 'node', version: '24' }
    }
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(furtherSettings, settings, executor, bot, tenants, scope, webhook, onCall, pagerDuty, opsgenie, onCallWebhook, actionGroup, platformSignIn)
  }

  resource signInSettings 'config' = if (signIn) {
    name: 'authsettingsV2'
    dependsOn: [appSettings]
    properties: {
      platform: { enabled: true }
      globalValidation: union(
        { requireAuthentication: true, unauthenticatedClientAction: 'RedirectToLoginPage', redirectToProvider: 'azureactivedirectory' },
        letThrough
      )
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: entraClientId
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: { allowedAudiences: ['api://${entraClientId}', entraClientId] }
        }
      }
      httpSettings: { requireHttps: true }
    }
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
  resource noScm 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }
}

output name string = app.name
output host string = app.properties.defaultHostName
