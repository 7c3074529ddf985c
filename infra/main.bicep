// Everything Image Steward needs, in one resource group, plus a read-only role over the fleet.
// `azd up` deploys it; docs/deploy.md walks through it, docs/permissions.md explains each permission.
targetScope = 'subscription'

@minLength(1)
@maxLength(24)
@description('Names the deployment; part of every resource name.')
param environmentName string

@description('Region of the app itself. The fleet may be anywhere.')
param location string

@description('Management group whose subscriptions are swept. Empty: only the subscriptions listed in sweepSubscriptions, or this one.')
param managementGroupId string = ''

@description('Subscription ids to sweep, when no management group is given. Empty: the subscription of this deployment.')
param sweepSubscriptions array = []

@description('Lets inspections in: the role may then fetch the user credential of clusters. What it opens there is decided by RBAC in each cluster; see docs/kubernetes-reader.md.')
param inspectClusters bool = false

@description('Client id of the Entra application that people sign in with. Empty: HTTP routes need a function key instead.')
param entraClientId string = ''

@description('Https address that receives announcements as CloudEvents. Empty: nothing is sent to a webhook.')
param webhookUrl string = ''

@secure()
@description('Key that signs announcements; kept in Key Vault. At least 32 characters when webhookUrl is set.')
param webhookSecret string = ''

@description('When the fleet is swept: NCRONTAB, six fields, UTC.')
param sweepSchedule string = '0 0 */6 * * *'

@description('When plans are looked at: NCRONTAB with six fields, UTC. Nothing is done while fleet and settings are the same.')
param planSchedule string = '0 5,20,35,50 * * * *'

@description('When signed plans are looked at for migrations that may begin: NCRONTAB with six fields, UTC.')
param startSchedule string = '0 */2 * * * *'

@description('When overdue passes of migrations are sent again: NCRONTAB with six fields, UTC.')
param watchdogSchedule string = '30 * * * * *'

@description('When marks of ours are looked for that no migration owns: NCRONTAB with six fields, UTC.')
param strayMarksSchedule string = '0 25,55 * * * *'

@description('When watched clusters are looked at: NCRONTAB with six fields, UTC.')
param watchSchedule string = '0 * * * * *'

@description('When planned work is looked at for what is due to be said: NCRONTAB with six fields, UTC.')
param announceSchedule string = '0 */15 * * * *'

@description('Who is paged, in this order: some of pagerduty, opsgenie, webhook, action-group, with commas between. Empty: nobody.')
param onCallChannels string = ''

@secure()
@description('Routing key of a PagerDuty service; kept in Key Vault. Needed when onCallChannels has pagerduty.')
param pagerDutyRoutingKey string = ''

@secure()
@description('Key of an Opsgenie API integration; kept in Key Vault. Needed when onCallChannels has opsgenie.')
param opsgenieApiKey string = ''

@description('Https address that receives pages as CloudEvents. Needed when onCallChannels has webhook.')
param onCallWebhookUrl string = ''

@secure()
@description('Key that signs pages; kept in Key Vault, at least 32 characters. Needed when onCallChannels has webhook.')
param onCallWebhookSecret string = ''

@secure()
@description('Address of the webhook of an action group, which carries a key; kept in Key Vault. Needed when onCallChannels has action-group.')
param actionGroupWebhookUrl string = ''

@description('Lets people talk with it in Teams: makes an Azure Bot, and an identity of its own that speaks for it.')
param chat bool = false

@allowed(['F0', 'S1'])
@description('What the bot may cost. F0 is free, and without a limit in Teams.')
param botSku string = 'F0'

@description('Directories (GUIDs, with commas between) whose people are answered. Empty: only the one of this deployment.')
param chatTenants string = ''

@description('Microsoft Graph is asked who is in the groups that planning.json names. Needs permissions in the directory: docs/permissions.md.')
param directoryGroups bool = false

@description('Https address under which people open the app, for links in messages. Empty: the address that Azure gives it.')
param appUrl string = ''

@description('When plans are looked at for sign-offs to ask for: NCRONTAB with six fields, UTC.')
param askSchedule string = '0 2,17,32,47 * * * *'

@description('First of two switches for changes to the fleet: makes the identity of the executor. See docs/permissions.md.')
param execute bool = false

@description('Second switch: while true, migrations only show what they would do. Only false together with execute gives the executor its role.')
param dryRun bool = true

@description('Further settings of the app, as docs/settings.md lists them: { MAX_IMAGE_AGE_DAYS: \'45\' }.')
param settings object = {}

var suffix = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName, application: 'image-steward' }
var sweptSubscriptions = empty(managementGroupId) && empty(sweepSubscriptions)
  ? [subscription().subscriptionId]
  : sweepSubscriptions
var writes = execute && !dryRun
var secrets = !empty(webhookUrl) || !empty(onCallChannels)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-image-steward-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-image-steward-reader-${suffix}', location: location, tags: tags }
}

module executor 'modules/identity.bicep' = if (execute) {
  name: 'executor'
  scope: group
  params: { name: 'id-image-steward-executor-${suffix}', location: location, tags: tags }
}

// Speaks in Teams and does nothing else: it has no role in Azure.
module botIdentity 'modules/identity.bicep' = if (chat) {
  name: 'bot-identity'
  scope: group
  params: { name: 'id-image-steward-bot-${suffix}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { suffix: suffix, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: { name: 'ststeward${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: { name: 'sb-image-steward-${suffix}', location: location, tags: tags, principalId: identity.outputs.principalId }
}

module keyVault 'modules/key-vault.bicep' = if (secrets) {
  name: 'key-vault'
  scope: group
  params: {
    name: 'kv-stew-${suffix}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    webhookSecret: webhookSecret
    pagerDutyRoutingKey: pagerDutyRoutingKey
    opsgenieApiKey: opsgenieApiKey
    onCallWebhookSecret: onCallWebhookSecret
    actionGroupWebhookUrl: actionGroupWebhookUrl
  }
}

module app 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: 'func-image-steward-${suffix}'
    location: location
    tags: union(tags, { 'azd-service-name': 'steward' })
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    serviceBusNamespace: serviceBus.outputs.host
    appInsightsConnectionString: monitoring.outputs.connectionString
    entraClientId: entraClientId
    sweepSchedule: sweepSchedule
    planSchedule: planSchedule
    startSchedule: startSchedule
    watchdogSchedule: watchdogSchedule
    strayMarksSchedule: strayMarksSchedule
    watchSchedule: watchSchedule
    announceSchedule: announceSchedule
    executorId: execute ? executor!.outputs.id : ''
    executorClientId: execute ? executor!.outputs.clientId : ''
    dryRun: !writes
    botId: chat ? botIdentity!.outputs.id : ''
    botClientId: chat ? botIdentity!.outputs.clientId : ''
    chatTenants: chatTenants
    directoryGroups: directoryGroups
    appUrl: appUrl
    askSchedule: askSchedule
    managementGroupId: managementGroupId
    sweepSubscriptions: sweptSubscriptions
    webhookUrl: webhookUrl
    onCallChannels: onCallChannels
    onCallWebhookUrl: onCallWebhookUrl
    vaultUri: secrets ? keyVault!.outputs.vaultUri : ''
    furtherSettings: settings
  }
}

module bot 'modules/chat.bicep' = if (chat) {
  name: 'chat'
  scope: group
  params: {
    name: 'bot-image-steward-${suffix}'
    tags: tags
    sku: botSku
    host: app.outputs.host
    identityId: botIdentity!.outputs.id
    identityClientId: botIdentity!.outputs.clientId
  }
}

module readerOverManagementGroup 'modules/reader-role-management-group.bicep' = if (!empty(managementGroupId)) {
  name: 'image-steward-reader-${suffix}'
  scope: managementGroup(managementGroupId)
  params: {
    managementGroupId: managementGroupId
    principalId: identity.outputs.principalId
    inspectClusters: inspectClusters
  }
}

module readerOverSubscriptions 'modules/reader-role-subscription.bicep' = [
  for id in sweptSubscriptions: if (empty(managementGroupId)) {
    name: 'image-steward-reader-${uniqueString(suffix, id)}'
    scope: subscription(id)
    params: { principalId: identity.outputs.principalId, inspectClusters: inspectClusters }
  }
]

module executorOverManagementGroup 'modules/executor-role-management-group.bicep' = if (writes && !empty(managementGroupId)) {
  name: 'image-steward-executor-${suffix}'
  scope: managementGroup(managementGroupId)
  params: { managementGroupId: managementGroupId, principalId: executor!.outputs.principalId }
}

module executorOverSubscriptions 'modules/executor-role-subscription.bicep' = [
  for id in sweptSubscriptions: if (writes && empty(managementGroupId)) {
    name: 'image-steward-executor-${uniqueString(suffix, id)}'
    scope: subscription(id)
    params: { principalId: executor!.outputs.principalId }
  }
]

output STEWARD_URL string = 'https://${app.outputs.host}'
output STEWARD_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output STEWARD_EXECUTOR_PRINCIPAL_ID string = execute ? executor!.outputs.principalId : ''
output STEWARD_BOT_APP_ID string = chat ? botIdentity!.outputs.clientId : ''
output AZURE_FUNCTION_APP_NAME string = app.outputs.name
