/**
 * The Resource Graph queries we send, and no others. Sorted by id, because paging over an unsorted
 * result may repeat or skip rows. Only fields that are used are asked for: a page of 1,000 clusters
 * is megabytes otherwise.
 */

/** One row per cluster, its pools inside. */
export const CLUSTERS = [
  'resources',
  "where type =~ 'microsoft.containerservice/managedclusters'",
  'project id, name, subscriptionId, resourceGroup, location, tags, tier = sku.tier, skuName = sku.name, ' +
    'provisioningState = properties.provisioningState, power = properties.powerState.code, ' +
    'kubernetesVersion = properties.currentKubernetesVersion, supportPlan = properties.supportPlan, ' +
    'upgradeChannel = properties.autoUpgradeProfile.upgradeChannel, ' +
    'nodeOsChannel = properties.autoUpgradeProfile.nodeOSUpgradeChannel, ' +
    'provisioning = properties.nodeProvisioningProfile.mode, pools = properties.agentPoolProfiles',
  'order by id asc',
].join(' | ');

/** One row per subscription that may be read: tells "no clusters" from "not allowed to look". */
export const SUBSCRIPTIONS = [
  'resourcecontainers',
  "where type =~ 'microsoft.resources/subscriptions'",
  'project id, subscriptionId, name, state = properties.state',
  'order by id asc',
].join(' | ');
