import { expect, test } from 'vitest';
import { bundledNodeKnowledge } from '../../shared/adapters/policy/node-knowledge.ts';
import { fixedPolicy } from '../../shared/adapters/policy/policy-source.ts';
import { inspectPools, type PoolToInspect, type ReadCluster } from '../../shared/app/inspect-pools.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import { planFleet } from '../../shared/domain/plan/plan-fleet.ts';
import { at, givenCluster, givenFinding, givenPool, givenReading, NOW } from '../support/fleet.ts';
import { givenClusterFacts } from '../support/kubernetes.ts';
import { givenPlanInput } from '../support/planning.ts';
import { givenCalendar, givenCatalogue, givenExemption } from '../support/policy.ts';
import { GIVEN_KNOWLEDGE } from '../support/stack.ts';

const [knowledge, bundled] = await Promise.all([bundledNodeKnowledge().load(), fixedPolicy().load()]);
const cluster = givenCluster({ kubernetesVersion: '1.34.3' });

/** The target of the first pool, and what was said of it. */
function targetOf(
  pools: readonly PoolToInspect[],
  more: Partial<ReadCluster> = {},
  by: Parameters<typeof inspectPools>[1] = { known: knowledge, policy: bundled, ownerKeys: [] },
) {
  const read = { cluster, pools, facts: givenClusterFacts(), now: NOW, ...more };
  const target = inspectPools(read, by).pools[0]?.target;
  return target && { image: target.targetImage, verdict: target.verdict, items: target.items };
}

const pool = (imageVersion: string, more: Partial<NodePool> = {}) => givenPool({ imageVersion, ...more }, cluster);

test.each([
  ['AKSUbuntu-2204gen2containerd-202608.05.0', { osSku: 'Ubuntu2204' }, /^AKSUbuntu-2404gen2containerd-/],
  ['AKSAzureLinux-V2gen2-202510.03.0', { osSku: 'AzureLinux' }, /^AKSAzureLinux-V3gen2-/],
  ['AKSWindows-2019-containerd-17763.6532.241112', { osSku: 'Windows2019', osType: 'Windows' }, /^AKSWindows-2025-/],
])('%s is checked against its successor once its support ends, whatever Azure offers of its own', (image, more, to) => {
  const latestImage = image;
  expect(targetOf([{ pool: pool(image, more), latestImage }], { now: at('2027-03-01T00:00:00Z') })?.image).toMatch(to);
});

const GIVEN = {
  ownerKeys: [],
  known: GIVEN_KNOWLEDGE,
  policy: { calendar: givenCalendar(), catalogue: givenCatalogue(), images: { knownBad: [] } },
};
const OLD_22 = 'AKSUbuntu-2204gen2containerd-202608.05.0';
const NEW_22 = 'AKSUbuntu-2204gen2containerd-202611.12.0';
const NEW_24 = 'AKSUbuntu-2404gen2containerd-202611.12.0';
const ubuntu22 = { pool: pool(OLD_22, { osSku: 'Ubuntu2204' }), latestImage: NEW_22 };
const ubuntu24 = { pool: givenPool({ name: 'next' }, cluster), latestImage: NEW_24 };

test('181 days before the end of its support an OS keeps its own family; 180 days before, its successor counts', () => {
  const pools = [ubuntu22, ubuntu24];
  expect(targetOf(pools, { now: at('2026-12-31T00:00:00Z') }, GIVEN)?.image).toBe(NEW_22);
  expect(targetOf(pools, { now: at('2027-01-01T00:00:00Z') }, GIVEN)?.image).toBe(NEW_24);
});

test('the findings of the sweep decide where there are any: that the OS ends, on this pool, without exemption', () => {
  const pools = [ubuntu22, ubuntu24];
  const ends = givenFinding({ poolId: ubuntu22.pool.id, ruleId: 'support-ends-soon' });
  const exemption = givenExemption();
  const image = (...findings: NonNullable<ReadCluster['findings']>) => targetOf(pools, { findings }, GIVEN)?.image;
  expect(image(ends)).toBe(NEW_24);
  expect(image()).toBe(NEW_22);
  expect(image({ ...ends, poolId: ubuntu24.pool.id })).toBe(NEW_22);
  expect(image({ ...ends, ruleId: 'image-too-old' })).toBe(NEW_22);
  expect(image({ ...ends, exemption })).toBe(NEW_22);
});

test('a successor of which no image is known is said so, and nothing passes', () => {
  const now = at('2027-01-01T00:00:00Z');
  expect(targetOf([ubuntu22], { now }, GIVEN)).toEqual({
    image: '',
    verdict: 'unknown',
    items: [
      {
        id: 'no-target',
        component: 'image',
        verdict: 'unknown',
        what: 'No image of ubuntu-24.04 for this kind of machine is known yet: neither Azure nor the catalogue names one.',
        remedy: 'Find out which image follows, then compare the two with: steward image A B.',
        objects: [],
        sources: [],
      },
    ],
  });
});

test('an OS that nothing follows is said so too', () => {
  const ended = givenCalendar().entries.map((entry) => ({ ...entry, supportEnds: '2026-11-01' }));
  const policy = { ...GIVEN.policy, calendar: givenCalendar({ entries: ended }) };
  const found = targetOf([ubuntu22, ubuntu24], {}, { ...GIVEN, policy });
  expect(found).toMatchObject({ image: '', verdict: 'unknown' });
  expect(found?.items.map(({ what }) => what)).toEqual([
    'No supported OS is known to follow ubuntu-22.04 on this kind of pool at Kubernetes 1.34 or later.',
  ]);
});

test('a plan moves the pool to the image that was checked, and is held by what does not go with it', () => {
  const now = at('2027-01-01T00:00:00Z');
  const findings = [givenFinding({ clusterId: cluster.id, poolId: ubuntu22.pool.id, ruleId: 'support-ends-soon' })];
  const pools = [ubuntu22, ubuntu24];
  const [inspected] = inspectPools({ cluster, pools, facts: givenClusterFacts(), findings, now }, GIVEN).pools;
  if (!inspected?.target) throw new Error('no target was checked');
  const reading = givenReading({ cluster, findings, pools: pools.map((one) => ({ ...one, unknowns: [] })) });
  const planWith = (targetImage: string) =>
    planFleet(
      givenPlanInput({
        readings: [reading],
        inspections: new Map([[ubuntu22.pool.id, { target: { ...target, targetImage, verdict: 'violates' } }]]),
        now,
      }),
    )[0];
  const { target } = inspected;
  const said = (plan: ReturnType<typeof planWith>) =>
    plan?.constraints
      .filter(({ what }) => what.includes('does not go with the target image'))
      .map(({ poolId }) => poolId);

  const plan = planWith(target.targetImage);
  expect(plan?.waves[0]?.clusters[0]?.steps).toMatchObject([{ kind: 'pool', target: { image: NEW_24 } }]);
  expect(said(plan)).toEqual([ubuntu22.pool.id]);
  expect(said(planWith(NEW_22))).toEqual([]);
});
