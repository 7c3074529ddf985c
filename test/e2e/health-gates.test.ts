/** AKS upgrades a pool in place and asks after each node; we look each minute and answer, all over the real adapters. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parseFleet } from '../../dev/simulator/model/fleet-file.ts';
import { armAzureLooker } from '../../shared/adapters/arm/azure-looker.ts';
import { armClusterCredential } from '../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { armPoolUpgrader } from '../../shared/adapters/arm/pool-upgrader.ts';
import { kubernetesClusterLooker } from '../../shared/adapters/kubernetes/cluster-looker.ts';
import { clusterConnections } from '../../shared/adapters/kubernetes/connections.ts';
import { accessThroughArm } from '../../shared/adapters/kubernetes/find-access.ts';
import { kubernetesHealthGates } from '../../shared/adapters/kubernetes/health-gates.ts';
import { kubernetesSignals } from '../../shared/adapters/monitor/kubernetes-signals.ts';
import { systemClock } from '../../shared/adapters/system/clock.ts';
import { systemDeadline } from '../../shared/adapters/system/deadline.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import { followUpgrade } from '../../shared/domain/migration/steps/follow-upgrade.ts';
import { givenApp } from '../app/given-app.ts';
import { givenSimulator } from '../dev/simulator/support.ts';
import { givenMigration, givenPassFacts, givenPoolStep } from '../support/migration.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const OLD = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const NEW = 'AKSUbuntu-2404gen2containerd-202611.05.0';
const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks`;
const POOL = `${CLUSTER}/agentpools/apps`;
const START = '2026-11-20T08:00:00Z';

/** Pool `apps` of two nodes, five minutes each; its upgrade has just begun, and is followed. */
async function givenUpgrade() {
  const pools = [
    { name: 'system', mode: 'System', osSku: 'Ubuntu2404', image: NEW, count: 1 },
    { name: 'apps', osSku: 'Ubuntu2404', image: OLD, count: 2, maxSurge: '1' },
  ];
  const cluster = {
    name: 'aks',
    resourceGroup: 'rg',
    region: 'westeurope',
    kubernetesVersion: '1.34.9',
    healthGates: true,
  };
  const fleet = parseFleet({
    version: 1,
    name: 'gates',
    now: START,
    latestImages: { 'AKSUbuntu-2404gen2containerd': NEW },
    subscriptions: [{ id: SUBSCRIPTION, name: 'shop', clusters: [{ ...cluster, workloads: [], pools }] }],
  });
  const { simulator, control } = await givenSimulator({ fleet, speed: 0 });
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: readFileSync(simulator.caFile, 'utf8') },
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    pause: systemPause,
  });
  const connections = clusterConnections(accessThroughArm(armClusterCredential(arm)), systemClock, systemPause, {
    attemptMs: 5_000,
    retries: 0,
    firstRetryMs: 1,
    longestRetryMs: 1,
  });
  onTestFinished(() => connections.close());
  const clock = { now: () => app.world.now };
  const azureLooker = armAzureLooker(arm, clock);
  const clusterLooker = kubernetesClusterLooker(connections, clock);
  const app = givenApp(
    { now: Date.parse(START) },
    {
      azureLooker,
      clusterLooker,
      // Each look reads the whole cluster: what follows a watch waits for a second of real time.
      signals: { read: (id, asked) => kubernetesSignals(connections, clock, systemDeadline).read(id, asked) },
      healthGates: kubernetesHealthGates(connections),
      alertsOn: true,
    },
  );
  const work = givenPoolStep({
    poolId: POOL,
    target: { os: 'ubuntu-24.04', osSku: 'Ubuntu', image: NEW, reasons: [] },
  });
  const migration = givenMigration({
    clusterId: CLUSTER,
    step: 'follow-upgrade',
    work,
    stepSince: app.world.now,
    remembered: { imageBefore: OLD },
  });
  await app.parts.migrations.create(migration);
  const look = () => app.fleet.evaluateAlert({ clusterId: CLUSTER, askedAt: app.world.now });
  await look();
  const upgrader = armPoolUpgrader(arm);
  await upgrader.upgradeImage(POOL);

  async function nodes() {
    const { nodes: seen } = await clusterLooker.look(CLUSTER, ['nodes'], ['apps']);
    return seen?.kind === 'seen' ? seen.items : [];
  }
  async function facts() {
    const azure = await azureLooker.look(CLUSTER);
    const cluster = await clusterLooker.look(CLUSTER, ['nodes', 'budgets', 'events'], ['apps']);
    return givenPassFacts({ migration, azure, look: cluster, now: app.world.now });
  }
  return {
    app,
    control,
    nodes,
    poolState: async () => {
      const azure = await azureLooker.look(CLUSTER);
      return azure.kind === 'seen' ? azure.pools.find(({ name }) => name === 'apps')?.provisioningState : undefined;
    },
    goBack: async () => {
      const [stored] = await app.parts.migrations.ofCluster(CLUSTER);
      if (stored?.kind !== 'migration') throw new Error('no migration');
      const back = { ...stored.migration, direction: 'back', step: 'follow-restore' } as const;
      await app.parts.migrations.save(back, stored.etag);
      return upgrader.restoreVersion(POOL, OLD, '1.34.9');
    },
    images: async () => (await nodes()).map(({ imageVersion }) => imageVersion),
    /** Minutes pass, with one look in each. */
    minutes: async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        control.change({ change: 'advance-clock', seconds: 60 });
        app.world.now += 60_000;
        await look();
      }
    },
    step: async () => followUpgrade.decide(await facts()),
    verdict: async () => (await app.parts.verdicts.of(migration.id))?.kind,
    ownFindings: async () => (await app.parts.ownFindings.list()).map(({ code }) => code),
  };
}

test('healthy: AKS waits for our word after each node, hears it within a minute or two, and finishes', async () => {
  const { minutes, images, step, ownFindings } = await givenUpgrade();
  await minutes(5);
  expect(await images()).toEqual([NEW, OLD]);
  await minutes(5);
  expect(await images()).toEqual([NEW, OLD]);
  await minutes(1);
  expect(await images()).toEqual([NEW, NEW]);
  await minutes(2);
  expect(await step()).toMatchObject({ kind: 'done' });
  expect(await ownFindings()).toEqual([]);
});

test('breached: AKS aborts where it is, and the step says why', async () => {
  const { app, control, minutes, nodes, images, step } = await givenUpgrade();
  await minutes(5);
  const [, other] = await nodes();
  control.change({ change: 'set-node', cluster: 'rg/aks', node: other?.name ?? '', health: 'not-ready' });
  await minutes(2);
  expect(await images()).toEqual([NEW, OLD]);
  expect(await step()).toMatchObject({
    kind: 'stop',
    code: 'UPGRADE_GATE_SHUT',
    because: expect.stringMatching(/image-steward\.io .*Ready=False \(ThresholdBreached\): 1 node is not Ready/),
  });
  // The pause does not wait for AKS.
  const [stored] = await app.parts.migrations.ofCluster(CLUSTER);
  expect(stored).toMatchObject({ migration: { commands: [{ kind: 'pause' }] } });
});

test('the way back is not stopped by the trouble that it undoes', async () => {
  const { control, minutes, nodes, images, verdict, goBack, poolState } = await givenUpgrade();
  await minutes(5);
  const [, other] = await nodes();
  control.change({ change: 'set-node', cluster: 'rg/aks', node: other?.name ?? '', health: 'not-ready' });
  await minutes(2);
  expect(await images()).toEqual([NEW, OLD]);
  expect(await goBack()).toMatchObject({ kind: 'accepted' });
  await minutes(12);
  expect([await verdict(), await images()]).toEqual(['breached', [OLD, OLD]]);
  expect(await poolState()).toBe('Succeeded');
});

test('unknown: AKS waits, and goes on when it is known to be healthy', async () => {
  const { control, minutes, images, verdict } = await givenUpgrade();
  await minutes(4);
  const id = control.addFault({ kind: 'denied', resource: 'pods', cluster: 'rg/aks' });
  await minutes(4);
  expect([await verdict(), await images()]).toEqual(['unknown', [NEW, OLD]]);
  control.removeFault(id);
  await minutes(7);
  expect([await verdict(), await images()]).toEqual(['healthy', [NEW, NEW]]);
});

test('unknown until the time of the policy is over: AKS aborts', async () => {
  const { control, minutes, images, step } = await givenUpgrade();
  await minutes(4);
  control.addFault({ kind: 'denied', resource: 'pods', cluster: 'rg/aks' });
  await minutes(7);
  expect(await images()).toEqual([NEW, OLD]);
  expect(await step()).toMatchObject({ kind: 'stop', code: 'UPGRADE_GATE_SHUT' });
});

test('an answer that may not be written is a finding, and the evaluation goes on', async () => {
  const { control, minutes, verdict, ownFindings } = await givenUpgrade();
  await minutes(4);
  const id = control.addFault({ kind: 'denied', resource: 'healthsignals', cluster: 'rg/aks' });
  await minutes(2);
  expect([await verdict(), await ownFindings()]).toEqual(['healthy', ['HEALTH_SIGNAL_NOT_PUBLISHED']]);
  control.removeFault(id);
  await minutes(1);
  expect(await ownFindings()).toEqual([]);
});
