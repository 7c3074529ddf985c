import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../shared/domain/policy/evaluate.ts';
import { RULE_IDS } from '../../../shared/domain/policy/finding.ts';
import { CLUSTER_RULES, POOL_RULES } from '../../../shared/domain/policy/rules/index.ts';
import { compareFindings } from '../../../shared/domain/policy/severity.ts';
import { at, givenCluster, givenPool, NOW } from '../../support/fleet.ts';
import { givenExemption, givenFacts } from '../../support/policy.ts';

const cluster = givenCluster();
const fresh = givenPool({}, cluster);
const old = givenPool({ name: 'batch', imageVersion: 'AKSUbuntu-2404gen2containerd-202608.20.0' }, cluster);
const facts = givenFacts();

test('every rule is there once, under the id that findings carry', () => {
  expect([...POOL_RULES, ...CLUSTER_RULES].map((rule) => rule.id).toSorted()).toEqual([...RULE_IDS].toSorted());
});

test('a sound cluster with a fresh pool has no finding and no open question', () => {
  const latestImage = fresh.imageVersion;
  expect(evaluate({ cluster, pools: [{ pool: fresh, latestImage }] }, facts, [], NOW)).toEqual({
    findings: [],
    pools: [{ pool: fresh, latestImage, unknowns: [] }],
    unknowns: [],
  });
});

test('a pool that cannot be judged is never fine: each rule says what is missing', () => {
  const blind = givenPool(
    { imageVersion: undefined, osSku: undefined, machineImages: undefined, provisioningState: undefined },
    cluster,
  );
  const unseen = givenCluster({ kubernetesVersion: undefined, maintenance: undefined, nodeOsChannel: undefined });
  const judged = evaluate({ cluster: unseen, pools: [{ pool: blind }] }, facts, [], NOW);
  expect(judged.findings).toEqual([]);
  expect(judged.unknowns).toEqual([
    { ruleId: 'kubernetes-out-of-support', missing: ['the Kubernetes version'] },
    { ruleId: 'no-patch-channel', missing: ['the node OS upgrade channel'] },
    { ruleId: 'no-maintenance-window', missing: ['the maintenance configurations'] },
  ]);
  expect(judged.pools[0]?.unknowns).toEqual([
    { ruleId: 'image-too-old', missing: ['the image version'] },
    { ruleId: 'image-behind-latest', missing: ['the image version'] },
    { ruleId: 'image-outside-support', missing: ['the image version'] },
    { ruleId: 'support-ended', missing: ['the image version'] },
    { ruleId: 'support-ends-soon', missing: ['the image version'] },
    { ruleId: 'images-removed', missing: ['the image version'] },
    { ruleId: 'images-removed-soon', missing: ['the image version'] },
    { ruleId: 'os-sku-blocks-kubernetes', missing: ['the Kubernetes version'] },
    { ruleId: 'pool-failed', missing: ["the pool's provisioning state"] },
    { ruleId: 'mixed-images', missing: ['the images of the single machines'] },
  ]);
});

test('findings name their subject, come worst first, and keep the time they were first found', () => {
  const failed = givenPool({ name: 'web', provisioningState: 'Canceled' }, cluster);
  const pools = [{ pool: failed }, { pool: old }];
  const first = evaluate({ cluster: { ...cluster, nodeOsChannel: 'None' }, pools }, facts, [], NOW);
  expect(
    first.findings.map(({ id, severity, clusterId, poolId, since }) => ({ id, severity, clusterId, poolId, since })),
  ).toEqual([
    { id: `${old.id}|image-outside-support`, severity: 'high', clusterId: cluster.id, poolId: old.id, since: NOW },
    { id: `${cluster.id}|no-patch-channel`, severity: 'high', clusterId: cluster.id, poolId: undefined, since: NOW },
    { id: `${old.id}|image-too-old`, severity: 'medium', clusterId: cluster.id, poolId: old.id, since: NOW },
    { id: `${failed.id}|pool-failed`, severity: 'medium', clusterId: cluster.id, poolId: failed.id, since: NOW },
  ]);
  const later = evaluate({ cluster, pools }, facts, [], at('2026-12-01'), first.findings);
  expect(later.findings.map(({ ruleId, since }) => [ruleId, since])).toEqual([
    ['image-outside-support', NOW],
    ['image-too-old', NOW],
    ['pool-failed', NOW],
  ]);
});

test('an exemption marks a finding and hides nothing', () => {
  const exemption = givenExemption({ scope: old.id, ruleId: 'image-too-old' });
  const { findings } = evaluate({ cluster, pools: [{ pool: old }] }, facts, [exemption], NOW);
  const { id, owner, reason, until } = exemption;
  expect(findings.map((finding) => [finding.ruleId, finding.exemption])).toEqual([
    ['image-outside-support', undefined],
    ['image-too-old', { id, owner, reason, until }],
  ]);
});

describe('whatever Azure says', () => {
  const text = fc.option(fc.string({ maxLength: 20 }), { nil: undefined });
  const image = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom('AKSUbuntu-2204gen2containerd-202410.27.0', 'AKSWindows-2022-containerd-20348.4529.251212'),
    ),
    { nil: undefined },
  );
  const pool = fc.record({
    mode: fc.string(),
    kind: fc.constantFrom('scale-set', 'virtual-machines', 'auto-provisioned', 'availability-set', 'unknown'),
    osType: fc.string(),
    osSku: fc.option(fc.constantFrom('Ubuntu', 'Ubuntu2204', 'AzureLinux', 'x'), { nil: undefined }),
    imageVersion: image,
    machineImages: fc.option(fc.array(fc.string()), { nil: undefined }),
    kubernetesVersion: fc.option(fc.constantFrom('1.30.1', '1.35.2', 'x', ''), { nil: undefined }),
    provisioningState: text,
    fips: fc.boolean(),
    gpu: fc.boolean(),
  } as const);

  test('judging never throws, is repeatable, sorted, and gives each rule at most one answer per pool', () => {
    fc.assert(
      fc.property(pool, image, text, text, (given, latestImage, nodeOsChannel, upgradeChannel) => {
        const someCluster = givenCluster({ nodeOsChannel, upgradeChannel, kubernetesVersion: given.kubernetesVersion });
        const pools = [{ pool: givenPool(given, someCluster), ...(latestImage === undefined ? {} : { latestImage }) }];
        const judged = evaluate({ cluster: someCluster, pools }, facts, [], NOW);
        expect(evaluate({ cluster: someCluster, pools }, facts, [], NOW)).toEqual(judged);
        expect(judged.findings.toSorted(compareFindings)).toEqual(judged.findings);
        const answers = [...judged.findings.filter(({ poolId }) => poolId), ...(judged.pools[0]?.unknowns ?? [])];
        expect(new Set(answers.map(({ ruleId }) => ruleId)).size).toBe(answers.length);
      }),
    );
  });
});
