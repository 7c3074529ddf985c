import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cluster } from '../../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../../shared/domain/fleet/node-pool.ts';
import type { MigrationPlan, PoolStep } from '../../../shared/domain/plan/migration-plan.ts';
import { planFleet } from '../../../shared/domain/plan/plan-fleet.ts';
import type { PlanInput } from '../../../shared/domain/plan/plan-input.ts';
import { commands, md } from '../../../shared/domain/plan/runbook/markdown.ts';
import { targetPoolName } from '../../../shared/domain/plan/runbook/target-pool-name.ts';
import { runbook } from '../../../shared/domain/plan/runbook.ts';
import { givenCluster, givenFinding, givenPool, givenReading, NOW } from '../../support/fleet.ts';
import { givenPlanInput } from '../../support/planning.ts';

function runbookFor(cluster: Partial<Cluster>, pool: Partial<NodePool> = {}, input: Partial<PlanInput> = {}): string {
  const made = givenCluster({ maintenance: [], ...cluster });
  const of = givenPool({ imageVersion: 'AKSUbuntu-2404gen2containerd-202608.05.0', ...pool }, made);
  const reading = givenReading({
    cluster: made,
    pools: [{ pool: of, latestImage: 'AKSUbuntu-2404gen2containerd-202610.08.0', unknowns: [] }],
    findings: [
      givenFinding({
        clusterId: made.id,
        poolId: of.id,
        ruleId: of.osSku === 'Ubuntu2204' ? 'support-ends-soon' : 'image-too-old',
      }),
    ],
  });
  const [plan] = planFleet(givenPlanInput({ readings: [reading], ...input }));
  if (!plan) throw new Error('no plan');
  return runbook(plan);
}

const CLUSTER = '--subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --cluster-name payments';

test('an upgrade in place has exact commands, thresholds, a way back and what to look at after', () => {
  const text = runbookFor({});
  for (const line of [
    `az aks nodepool get-upgrades ${CLUSTER} --nodepool-name apps --query latestNodeImageVersion --output tsv`,
    `az aks nodepool update ${CLUSTER} --name apps --max-surge 1 --drain-timeout 30`,
    `az aks nodepool upgrade ${CLUSTER} --name apps --node-image-only`,
    `az aks nodepool operation-abort ${CLUSTER} --nodepool-name apps`,
    'more than 5 per node and hour',
    'more than 0 for longer than 2 minutes',
    'more than 10 % above its baseline',
    '## When to go back',
    '## After each pool, and after each wave',
    'Nobody looked into the cluster',
    'Prices in USD of 2026-10 for eastus; other regions differ. Source: a test.',
    'There are none yet.',
  ]) {
    expect(text).toContain(line);
  }
});

test('a replacement keeps, creates, taints, cordons, drains with the pods’ own grace, holds and deletes, in this order', () => {
  const text = runbookFor(
    { kubernetesVersion: '1.31.4' },
    { osSku: 'Ubuntu2204', imageVersion: 'AKSUbuntu-2204gen2containerd-202608.05.0' },
  );
  const order = [
    'az aks upgrade --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --name payments --control-plane-only --kubernetes-version 1.32 --yes',
    '--output json > payments-apps.json',
    `az aks nodepool add ${CLUSTER} --name apps2 --mode User --os-type Linux --os-sku Ubuntu2404 --node-vm-size Standard_D4s_v5 --node-count 3 --kubernetes-version 1.32`,
    "kubectl --context payments taint nodes -l 'kubernetes.azure.com/agentpool=apps' lifecycle=retiring:NoSchedule\n",
    "kubectl --context payments cordon -l 'kubernetes.azure.com/agentpool=apps'",
    'kubectl --context payments drain NODE --ignore-daemonsets --delete-emptydir-data --timeout=30m',
    'Hold the emptied source pool for 4 hours.',
    `az aks nodepool delete ${CLUSTER} --name apps\n`,
    'lifecycle=retiring:NoSchedule-',
  ].map((line) => text.indexOf(line));
  expect(text).not.toContain('--grace-period');
  expect(text.match(/ drain NODE .*--timeout=30m$/gm)).toHaveLength(2);
  expect(text.match(/Every pod keeps its own grace period; the plan counts on 300 s/g)).toHaveLength(2);
  expect(order.every((at) => at > 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('lessons of earlier runs are in it, those of its own pools first', () => {
  const pool = givenPool({}, givenCluster());
  const past = {
    osType: 'Linux',
    strategy: 'image-upgrade',
    endedAt: NOW - 1,
    nodes: 3,
    minutes: 9,
    outcome: 'completed' as const,
  };
  const text = runbookFor(
    {},
    {},
    {
      pastRuns: [
        { ...past, poolId: 'other', endedAt: NOW, lessons: ['Tell the night shift.'] },
        { ...past, poolId: pool.id, lessons: ['Scale cart up first.'] },
      ],
    },
  );
  expect(text).toContain('- Scale cart up first.\n- Tell the night shift.');
});

/** The plan of one replaced pool, with what is said of it changed. */
function replacedWith(changed: Partial<PoolStep>, constraints: MigrationPlan['constraints'] = []): string {
  const cluster = givenCluster({ maintenance: [], kubernetesVersion: '1.32.4' });
  const pool = givenPool({ osSku: 'Ubuntu2204', imageVersion: 'AKSUbuntu-2204gen2containerd-202608.05.0' }, cluster);
  const findings = [givenFinding({ clusterId: cluster.id, poolId: pool.id, ruleId: 'support-ends-soon' })];
  const latestImage = 'AKSUbuntu-2404gen2containerd-202610.08.0';
  const reading = givenReading({ cluster, pools: [{ pool, latestImage, unknowns: [] }], findings });
  const [plan] = planFleet(givenPlanInput({ readings: [reading] }));
  if (!plan) throw new Error('no plan');
  const waves = plan.waves.map((wave) => ({
    ...wave,
    clusters: wave.clusters.map((of) => ({
      ...of,
      steps: of.steps.map((step) => (step.kind === 'pool' ? { ...step, ...changed } : step)),
    })),
  }));
  return runbook({ ...plan, waves, constraints });
}

test('workloads that ask for the source pool by its name are let onto the target before anything is drained', () => {
  const dependencies = { classification: 'complex' as const, reasons: [], owners: [] };
  const text = replacedWith({ dependencies: { ...dependencies, boundToPool: ['Deployment shop/cart'] } });
  const asked = text.indexOf('would stay pending anywhere else: Deployment shop/cart.');
  expect(asked).toBeGreaterThan(text.indexOf('az aks nodepool add'));
  expect(asked).toBeLessThan(text.indexOf('Freeze the source'));
  expect(replacedWith({ dependencies })).not.toContain('would stay pending anywhere else');
});

test('what may take longer to stop than planned is on the checklist before the drain', () => {
  const readiness = { verdict: 'ready-with-warnings' as const, blockers: [] };
  const longStops = ['StatefulSet shop/db: grace period 600 s > plan 300 s, 2 pods.'];
  const text = replacedWith({ readiness: { ...readiness, longStops } });
  const named = text.indexOf(String.raw`- [ ] StatefulSet shop/db: grace period 600 s \> plan 300 s, 2 pods.`);
  expect(named).toBeGreaterThan(0);
  expect(named).toBeLessThan(text.indexOf(' drain NODE '));
  expect(replacedWith({ readiness })).not.toContain('longer to stop than the plan counts on');
});

test('what is late or held is said at once, beside the dates that can be met', () => {
  const about = (effect: 'late' | 'holds', poolId: string) => ({
    kind: 'readiness-blocked' as const,
    effect,
    clusterId: 'c',
    poolId,
    what: 'It is so.',
    remedy: 'Do this.',
  });
  expect(replacedWith({})).toContain('All dates can be met as planned.');
  expect(replacedWith({}, [about('holds', 'a'), about('holds', 'a')])).toContain(
    '**1 pool has something to be cleared before work may begin**',
  );
  expect(replacedWith({}, [about('late', 'a'), about('late', 'b'), about('holds', 'a')])).toContain(
    'The dates that lie ahead can be met. **2 pools have a date that has passed already; 1 pool has something to be cleared before work may begin**: see the next section.',
  );
});

test('the same plan gives the same text', () => {
  expect(runbookFor({})).toBe(runbookFor({}));
});

test('hostile names can neither leave a command nor become markup', () => {
  const name = "x'; rm -rf / #\n```\n# Owned <script>alert(1)</script> [click](https://evil.example) |";
  const text = runbookFor({ name, tags: { env: 'dev' } }, { name: '`$(reboot)`' });
  expect(text).toContain(String.raw`--cluster-name 'x'\''; rm -rf / #?`);
  const outside = text
    .split(/^```(?:sh)?$/m)
    .filter((_, index) => index % 2 === 0)
    .join('');
  expect(outside).not.toContain('<script');
  expect(outside).not.toMatch(/(?<!\\)\]\(/);
  expect(outside).not.toMatch(/^# Owned/m);
  const shell = text.split('\n').filter((line) => /^(az|kubectl) /.test(line));
  // Every quoted word is closed again on its own line.
  for (const line of shell) expect(line.replaceAll(String.raw`\'`, '').split("'").length % 2).toBe(1);
});

test('escaped text has no line of its own, no tag, no link and no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const escaped = md(text);
      expect(escaped).not.toMatch(/\p{Cc}/u);
      expect(escaped).not.toContain('<');
      expect(escaped.replaceAll(/\\[\\`*_{}[\]<>#|~!$^]/g, '')).not.toMatch(/[`*_[\]#|~]/);
    }),
  );
  expect(md('1.31.4 and https://x')).toBe('1.31.4 and https&#58;//x');
  expect(md('1. first')).toBe(String.raw`1\. first`);
  expect(md('- item')).toBe(String.raw`\- item`);
});

test('nothing inside a fence can close it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const lines = commands(text, `\`\`\`${text}`).split('\n');
      expect(lines).toHaveLength(4);
      for (const line of lines.slice(1, -1)) expect(line.startsWith('`')).toBe(false);
    }),
  );
});

test.each([
  ['apps', 'Linux', [], 'apps2'],
  ['apps', 'Linux', ['apps2'], 'apps3'],
  ['web9', 'Linux', [], 'web10'],
  ['abcdefghijkl', 'Linux', [], 'abcdefghijk2'],
  ['win1', 'Windows', [], 'win2'],
  ['window', 'Windows', [], 'windo2'],
  ['99', 'Linux', [], 'p100'],
])('the pool that takes over from %s (%s, beside %j) is %s', (name, osType, others, expected) => {
  const steps = others.map((other) => ({ kind: 'pool', name: other })) as never;
  expect(targetPoolName({ name, osType }, { steps })).toBe(expected);
});
