import { afterEach } from 'vitest';
import { startSimulator } from '../../dev/simulator/index.ts';
import { parseFleet } from '../../dev/simulator/model/fleet-file.ts';
import { upgradesFrom } from '../../dev/simulator/model/kubernetes-versions.ts';
import { armAzureLooker } from '../../shared/adapters/arm/azure-looker.ts';
import { connectToArm, WRITE_PATIENCE } from '../../shared/adapters/arm/connection.ts';
import { armPoolUpgrader } from '../../shared/adapters/arm/pool-upgrader.ts';
import { armPoolWriter } from '../../shared/adapters/arm/pool-writer.ts';
import { systemClock } from '../../shared/adapters/system/clock.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import { poolId } from '../support/fleet.ts';
import { addPool, givenEmptyWorld, NEW_IMAGE, OLD_IMAGE } from '../support/world/given-world.ts';
import { worldAzureLooker } from '../support/world/look-azure.ts';
import { worldPoolUpgrader, worldPoolWriter } from '../support/world/write-pools.ts';
import { azureLookerContract } from './azure-looker.ts';
import { type AzureWorld, type GivenAzure } from './azure-world.ts';
import { poolUpgraderContract } from './pool-upgrader.ts';
import { poolWriterContract } from './pool-writer.ts';

const NOW = Date.parse('2026-11-20T08:00:00Z');
const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

const overTheSimulator: GivenAzure = async () => {
  const oldImage = 'AKSUbuntu-2404gen2containerd-202607.20.0';
  const newImage = 'AKSUbuntu-2404gen2containerd-202611.05.0';
  const fleet = parseFleet({
    version: 1,
    name: 'contract',
    now: new Date(NOW).toISOString(),
    latestImages: { 'AKSUbuntu-2404gen2containerd': newImage },
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'shop',
        clusters: [
          {
            name: 'aks-shop',
            resourceGroup: 'rg-shop',
            region: 'westeurope',
            kubernetesVersion: '1.34.9',
            pools: [
              { name: 'system', mode: 'System', osSku: 'Ubuntu2404', image: newImage },
              { name: 'apps', osSku: 'Ubuntu2404', image: oldImage, count: 2 },
            ],
          },
        ],
      },
    ],
  });
  const simulator = await startSimulator({ fleet, speed: 0, throttle: false });
  closings.push(() => simulator.close());
  const settings = {
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: { getToken: async () => null },
    pause: systemPause,
  };
  const executor = connectToArm({ ...settings, patience: WRITE_PATIENCE });
  const clusterId = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop`;
  const world: AzureWorld = {
    looker: armAzureLooker(connectToArm(settings), systemClock),
    writer: armPoolWriter(executor),
    upgrader: armPoolUpgrader(executor),
    clusterId,
    oldImage,
    newImage,
    version: '1.34.9',
    nextVersion: upgradesFrom('1.34.9', NOW).findLast(({ preview }) => !preview)?.version ?? '',
    advance: (minutes) => simulator.control.change({ change: 'advance-clock', seconds: minutes * 60 }),
  };
  await world.writer.update(`${clusterId}/agentpools/apps`, { previewOfNextYear: { kept: true } }, undefined);
  world.advance(20);
  return world;
};

const inTheModelWorld: GivenAzure = async () => {
  const { world, cluster } = givenEmptyWorld();
  addPool(cluster, 'system', 2, { mode: 'System' });
  addPool(cluster, 'apps', 2);
  return {
    looker: worldAzureLooker(world),
    writer: worldPoolWriter(world),
    upgrader: worldPoolUpgrader(world),
    clusterId: poolId(cluster.id, 'x').replace(/\/agentpools\/x$/i, ''),
    oldImage: OLD_IMAGE,
    newImage: NEW_IMAGE,
    version: '1.34.7',
    nextVersion: '1.35.2',
    advance: (minutes) => world.advance(minutes * 60_000),
  };
};

for (const [name, given] of [
  ['over the simulator', overTheSimulator],
  ['in the model world', inTheModelWorld],
] as const) {
  azureLookerContract(name, given);
  poolWriterContract(name, given);
  poolUpgraderContract(name, given);
}
