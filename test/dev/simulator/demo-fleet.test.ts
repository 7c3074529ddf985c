import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_FLEET } from '../../../dev/simulator/arguments.ts';
import { startSimulator } from '../../../dev/simulator/index.ts';
import { loadFleetFile } from '../../../dev/simulator/model/fleet-file.ts';
import type { FleetSpec } from '../../../dev/simulator/model/fleet-schema.ts';
import { armClusterDetails } from '../../../shared/adapters/arm/cluster-details.ts';
import { connectToArm } from '../../../shared/adapters/arm/connection.ts';
import { simulatorCredential } from '../../../shared/adapters/arm/credential.ts';
import { armFleetReader } from '../../../shared/adapters/arm/fleet-reader.ts';
import { readBundled } from '../../../shared/adapters/policy/bundled.ts';
import { calendarOf } from '../../../shared/adapters/policy/calendar-file.ts';
import { extendImagePolicy } from '../../../shared/adapters/policy/image-policy-file.ts';
import { clusterMarks, POOL_MARKS, poolMarks } from '../../../shared/domain/fleet/marks.ts';
import { evaluate } from '../../../shared/domain/policy/evaluate.ts';
import { type Finding, RULE_IDS, SEVERITIES } from '../../../shared/domain/policy/finding.ts';
import { DEFAULT_LIMITS } from '../../../shared/domain/policy/policy-facts.ts';

let fleet: FleetSpec;
let findings: Finding[];
let marks: Set<string>;
let clusters: number;
let writes: number;

/** Reads the demo fleet as a sweep does, through the product's own adapters, and judges it by its own rules. */
beforeAll(async () => {
  fleet = await loadFleetFile(DEMO_FLEET);
  const simulator = await startSimulator({ fleet, speed: 1 });
  const now = Date.parse(fleet.now);
  const pause = async () => {};
  const connection = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: simulatorCredential,
    pause,
  });
  const reader = armFleetReader(connection, { now: () => now }, pause);
  const details = armClusterDetails(connection);
  const bundled = await readBundled();
  const own = await readFile(new URL('../../../dev/fleets/demo.policy/image-policy.json', import.meta.url), 'utf8');
  const facts = {
    calendar: calendarOf(bundled.calendar, 'bundled'),
    catalogue: bundled.catalogue,
    images: extendImagePolicy(bundled.images, own),
    limits: DEFAULT_LIMITS,
  };

  findings = [];
  marks = new Set();
  clusters = 0;
  for (const { id } of fleet.subscriptions) {
    const answer = await reader.readSubscription(id);
    if (answer.kind !== 'seen') throw new Error(answer.detail);
    for (const { cluster, pools } of answer.clusters) {
      clusters++;
      const maintenance = await details.maintenance(cluster.id);
      if (maintenance.kind !== 'seen') throw new Error(`no maintenance configurations of ${cluster.name}`);
      const read = [];
      for (const pool of pools) {
        const latest = await details.latestImage(pool.id);
        const machines = await details.machineImages(pool.id);
        const machineImages = machines.kind === 'seen' ? machines.value : [];
        read.push({ pool: { ...pool, machineImages }, ...(latest.kind === 'seen' && { latestImage: latest.value }) });
        for (const mark of poolMarks(cluster, pool)) marks.add(mark);
      }
      for (const mark of clusterMarks(cluster)) marks.add(mark);
      const judged = evaluate({ cluster: { ...cluster, maintenance: maintenance.value }, pools: read }, facts, [], now);
      findings.push(...judged.findings);
    }
  }
  writes = simulator.control.counts().writes;
  await simulator.close();
});

describe('the demo fleet', () => {
  test('has three subscriptions and a dozen clusters, and starts on 2026-11-20', () => {
    expect([fleet.subscriptions.length, clusters, fleet.now]).toEqual([3, 12, '2026-11-20T08:00:00Z']);
  });

  test('shows every rule', () => {
    const shown = new Set(findings.map((finding) => finding.ruleId));

    expect(RULE_IDS.filter((id) => !shown.has(id))).toEqual([]);
  });

  test('shows every severity', () => {
    const shown = new Set(findings.map((finding) => finding.severity));

    expect(SEVERITIES.filter((severity) => !shown.has(severity))).toEqual([]);
  });

  test('shows every mark', () => {
    expect(POOL_MARKS.filter((mark) => !marks.has(mark))).toEqual([]);
  });

  test('has a cluster that is fine', () => {
    expect(
      findings.filter((finding) => finding.clusterId.endsWith('/aks-shop-weu')).map((finding) => finding.ruleId),
    ).toEqual([]);
  });

  test('is read without a write', () => {
    expect(writes).toBe(0);
  });

  test('has only images that were built', async () => {
    const { catalogue } = await readBundled();
    const built = new Set(
      [...catalogue.families].flatMap(([family, builds]) => builds.map((build) => `${family}-${build.version}`)),
    );
    const images = fleet.subscriptions
      .flatMap((subscription) => subscription.clusters.flatMap((cluster) => cluster.pools))
      .flatMap((pool) => [
        pool.image,
        ...(pool.machineImages ?? []),
        ...(pool.usedBefore ?? []).map((used) => used.image),
      ])
      .filter((image) => image !== undefined);
    const withoutPatch = images.map((image) => image.toLowerCase().replace(/-\d{4}\.\d{2}\.\d{2}$/, ''));

    expect(withoutPatch.filter((image) => !built.has(image))).toEqual([]);
  });
});
