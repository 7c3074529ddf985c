/** The fleet that the page's tests look at: every severity, an exemption, unknowns, a gap, hostile names. */
import { at, NOW } from '../../support/fleet.ts';
import { givenPorts, type Ports, subscription, sweepInto, type World } from './given-world.ts';

export const HOSTILE = '"><img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

export const SHOP = subscription(1, 'Shop production');
export const DATA = subscription(2, 'Data platform');
export const HIDDEN = subscription(3, 'Legacy <b>sandbox</b>');

const WORLD: World = {
  subscriptions: [SHOP, DATA, HIDDEN],
  forbidden: [HIDDEN.id],
  clusters: [
    {
      cluster: { name: 'aks-shop-weu', subscriptionId: SHOP.id, tags: { team: 'shop', stage: 'prod' } },
      pools: [
        { name: 'system', mode: 'System' },
        { name: 'apps', imageVersion: 'AKSUbuntu-2204gen2containerd-202605.04.0', osSku: 'Ubuntu2204', count: 12 },
        {
          name: 'win19',
          osType: 'Windows',
          osSku: 'Windows2019',
          imageVersion: 'AKSWindows-2019-containerd-17763.8027.251112',
          machineImages: undefined,
          count: 4,
        },
      ],
      latestImage: 'AKSUbuntu-2204gen2containerd-202610.08.0',
    },
    {
      cluster: {
        name: 'aks-shop-neu',
        subscriptionId: SHOP.id,
        region: 'northeurope',
        kubernetesVersion: '1.33.4',
        nodeOsChannel: 'None',
        maintenance: undefined,
      },
      pools: [
        { name: 'system', mode: 'System', imageVersion: 'AKSUbuntu-1804gen2containerd-202506.16.0', osSku: 'Ubuntu' },
        { name: 'spot', spot: true, arm: true, imageVersion: undefined, machineImages: undefined, count: 0 },
        {
          name: 'gpu',
          gpu: true,
          imageVersion: 'AKSUbuntu-2204gen2containerd-202608.30.0',
          osSku: 'Ubuntu',
          provisioningState: 'Failed',
        },
      ],
    },
    {
      cluster: { name: 'aks-data', subscriptionId: DATA.id, power: 'stopped', resourceGroup: 'rg-data' },
      pools: [
        { name: 'fips', fips: true, imageVersion: 'AKSUbuntu-2004gen2fipscontainerd-202606.10.0', osSku: 'Ubuntu' },
        { name: 'linux', imageVersion: 'AKSAzureLinux-V3gen2-202610.08.0', osSku: 'AzureLinux' },
      ],
    },
    {
      cluster: {
        name: HOSTILE,
        id: `/subscriptions/${DATA.id}/resourcegroups/rg-data/providers/microsoft.containerservice/managedclusters/hostile`,
        subscriptionId: DATA.id,
        resourceGroup: HOSTILE,
        tags: { [HOSTILE]: HOSTILE, 'right\u202eleft': 'x' },
      },
      pools: [{ name: HOSTILE, imageVersion: HOSTILE, machineImages: undefined, osSku: HOSTILE }],
    },
  ],
};

export async function givenStory(): Promise<{ readonly ports: Ports }> {
  const ports = await givenPorts();
  await ports.exemptions.add({
    id: 'x-1',
    scope: `/subscriptions/${SHOP.id}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop-weu/agentpools/win19`,
    ruleId: '*',
    owner: 'team-shop@example.com',
    reason: 'Moves to Linux in January; the vendor has no newer Windows build.',
    until: '2027-01-31',
    createdAt: at('2026-11-01'),
    createdBy: 'alex@example.com',
  });
  await ports.ownFindings.raise([
    {
      id: 'dead-letter/notify/m-1',
      code: 'DEAD_LETTER',
      what: 'An announcement was given up after 10 deliveries.',
      nextAction: 'Check WEBHOOK_URL, then send the message again.',
      since: at('2026-11-19T22:10:00Z'),
      lastSeen: NOW,
    },
  ]);
  await ports.sweeps.saveSightings([{ id: HIDDEN.id, lastSeen: at('2026-11-12'), notSeenSince: at('2026-11-13') }]);
  await sweepInto(ports, { ...WORLD, sweptAt: NOW - 12 * 60_000 });
  return { ports };
}
