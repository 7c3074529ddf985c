/** A simulation that finds nothing proves nothing until it was seen to find: each of these faults is planted, and caught. */
import { expect, test } from 'vitest';
import type { Parts } from '../../shared/app/parts.ts';
import { CORDON_MARK } from '../../shared/domain/cluster/node-mark.ts';
import type { PodRef } from '../../shared/ports/pod-evictor.ts';
import { type Common, runSeed } from '../support/chaos/chaos.ts';
import { NO_FAULTS } from '../support/chaos/fault.ts';
import type { FaultRates } from '../support/chaos/fault-sources.ts';
import { runSimulation } from '../support/chaos/simulation.ts';
import type { Stage } from '../support/chaos/stage.ts';
import type { StoryWish } from '../support/chaos/story.ts';
import { without } from '../support/kubernetes.ts';
import { removeNode } from '../support/world/nodes.ts';
import { terminatePod } from '../support/world/pods.ts';

interface Planted {
  readonly fault: string;
  readonly caughtBy: string;
  readonly rates?: FaultRates;
  readonly wish?: StoryWish;
  readonly plant: (parts: Parts, stage: Stage) => Parts;
}

const PLANTED: readonly Planted[] = [
  {
    fault: 'an intent is not saved before its write',
    caughtBy: 'no write without a saved intent',
    plant: (parts) => ({
      ...parts,
      migrations: {
        ...parts.migrations,
        save: (migration, etag) => parts.migrations.save(without(migration, 'intent'), etag),
      },
    }),
  },
  {
    fault: 'the second look is one from memory',
    caughtBy: 'a write is decided again on a second look',
    plant: (parts) => {
      const seen = new Map<string, ReturnType<Parts['azureLooker']['look']>>();
      return {
        ...parts,
        azureLooker: {
          look: (id, pools) => {
            const known = seen.get(id);
            if (known) {
              seen.delete(id);
              return known;
            }
            const look = parts.azureLooker.look(id, pools);
            seen.set(id, look);
            return look;
          },
        },
      };
    },
  },
  {
    fault: 'sign-offs are taken as given',
    caughtBy: 'nothing is written without its sign-offs',
    plant: (parts, { story }) => ({
      ...parts,
      signOffs: {
        ...parts.signOffs,
        ofPlan: async (hash) => {
          await parts.signOffs.ofPlan(hash);
          return story.signOffs;
        },
      },
    }),
  },
  {
    fault: 'a sign-off of the plan before it changed counts',
    rates: { reads: 0, writes: 0, turns: 0 },
    caughtBy: 'nothing is written without its sign-offs',
    plant: (parts, { story }) => ({
      ...parts,
      signOffs: {
        ...parts.signOffs,
        ofPlan: async (hash) => {
          const given = await parts.signOffs.ofPlan(hash);
          return given.length > 0 ? given : story.signOffs.map((signOff) => ({ ...signOff, planHash: hash }));
        },
      },
    }),
  },
  {
    fault: 'sign-offs never expire',
    rates: { reads: 0, writes: 0, turns: 0 },
    caughtBy: 'nothing is written without its sign-offs',
    plant: (parts) => ({
      ...parts,
      signOffs: {
        ...parts.signOffs,
        ofPlan: async (hash) =>
          (await parts.signOffs.ofPlan(hash)).map((signOff) => ({ ...signOff, expiresAt: Number.MAX_SAFE_INTEGER })),
      },
    }),
  },
  {
    fault: 'one person is taken for two',
    rates: { reads: 0, writes: 0, turns: 0 },
    wish: { route: 'pool-replacement', plain: true, dryRun: false, alone: true },
    caughtBy: 'deleting a pool takes two people',
    plant: (parts) => ({
      ...parts,
      signOffs: {
        ...parts.signOffs,
        ofPlan: async (hash) =>
          (await parts.signOffs.ofPlan(hash)).flatMap((one) => [one, { ...one, person: { id: 'x', name: 'X' } }]),
      },
    }),
  },
  {
    fault: 'a record that cannot be read is overlooked',
    rates: { reads: 0, writes: 0, turns: 0.3 },
    wish: { route: 'all', plain: true },
    caughtBy: 'nothing goes forward on a cluster with a record that cannot be read',
    plant: (parts) => ({
      ...parts,
      migrations: {
        ...parts.migrations,
        ofCluster: async (id) => (await parts.migrations.ofCluster(id)).filter(({ kind }) => kind === 'migration'),
      },
    }),
  },
  {
    fault: 'nobody is told of trouble with ourselves',
    rates: { reads: 0, writes: 0, turns: 0.1 },
    caughtBy: 'a record that cannot be read is reported',
    plant: (parts) => ({ ...parts, ownFindings: { ...parts.ownFindings, raise: async () => {} } }),
  },
  {
    fault: 'alerts are not looked at',
    caughtBy: 'nothing goes forward while an alert is open or unknown',
    plant: (parts) => ({
      ...parts,
      verdicts: {
        ...parts.verdicts,
        of: async (id) => {
          const verdict = await parts.verdicts.of(id);
          return verdict && { ...verdict, kind: 'healthy' };
        },
      },
    }),
  },
  {
    fault: 'a list that was not seen is taken for an empty one',
    rates: { reads: 0.1, writes: 0, turns: 0 },
    caughtBy: 'unknown is never healthy',
    plant: (parts) => ({
      ...parts,
      clusterLooker: {
        look: async (...asked) => {
          const look = await parts.clusterLooker.look(...asked);
          const seen = Object.entries(look).map(([name, list]) => [
            name,
            (list as { kind?: string }).kind === 'not-seen' ? { kind: 'seen', items: [] } : list,
          ]);
          return Object.fromEntries(seen);
        },
      },
    }),
  },
  {
    fault: 'the hold is forgotten',
    caughtBy: 'the source is kept for as long as the plan holds it',
    plant: (parts) => ({
      ...parts,
      migrations: {
        ...parts.migrations,
        create: (migration) =>
          parts.migrations.create({ ...migration, running: { ...migration.running, holdHours: 0.01 } }),
      },
    }),
  },
  {
    fault: 'nodes are lost with their pods when the first of them is to be evicted',
    caughtBy: 'a pod leaves only by eviction',
    plant: (parts, { world }) => ({
      ...parts,
      podEvictor: {
        evict: async (pod: PodRef, graceSeconds: number) => {
          const cluster = world.cluster(pod.clusterId);
          const node = cluster.nodes.get(cluster.pods.get(pod.uid)?.node ?? '');
          const answer = await parts.podEvictor.evict(pod, graceSeconds);
          if (node && answer.kind === 'accepted') removeNode(cluster, node, 'us');
          return answer;
        },
      },
    }),
  },
  {
    fault: 'a pod is deleted where its budget says no',
    caughtBy: 'a pod leaves only by eviction',
    plant: (parts, { world }) => ({
      ...parts,
      podEvictor: {
        evict: async (pod: PodRef, graceSeconds: number) => {
          const answer = await parts.podEvictor.evict(pod, graceSeconds);
          if (answer.kind !== 'budget') return answer;
          const cluster = world.cluster(pod.clusterId);
          const found = cluster.pods.get(pod.uid);
          if (found) {
            cluster.note('us', 'delete-pod', `pod ${pod.namespace}/${pod.name}`, true);
            terminatePod(cluster, found);
          }
          return { kind: 'accepted' };
        },
      },
    }),
  },
  {
    fault: 'somebody else’s cordon is lifted',
    caughtBy: 'what somebody else set is left alone',
    plant: (parts, { world }) => ({
      ...parts,
      nodeWriter: {
        ...parts.nodeWriter,
        taint: async (ref, taint, id) => {
          const node = world.cluster(ref.clusterId).nodes.get(ref.name);
          if (node?.unschedulable && node.marks[CORDON_MARK] === undefined) {
            node.unschedulable = false;
            world.cluster(ref.clusterId).note('us', 'uncordon', `node ${ref.name}`, true);
          }
          return parts.nodeWriter.taint(ref, taint, id);
        },
      },
    }),
  },
  {
    fault: 'cordons are made under another name',
    caughtBy: 'nothing of ours stays on a node',
    plant: (parts) => ({
      ...parts,
      nodeWriter: { ...parts.nodeWriter, cordon: (ref, id) => parts.nodeWriter.cordon(ref, `${id}-x`) },
    }),
  },
  {
    fault: 'replicas and autoscalers are not put back',
    caughtBy: 'everything is put back as it was found',
    plant: (parts) => ({
      ...parts,
      poolWriter: {
        ...parts.poolWriter,
        update: async (id, properties, etag) =>
          parts.poolWriter.update(
            id,
            { ...properties, ...('upgradeSettings' in properties ? {} : { maxCount: 9 }) },
            etag,
          ),
      },
    }),
  },
  {
    fault: 'evidence is not stored',
    caughtBy: 'the evidence is whole',
    plant: (parts) => ({
      ...parts,
      evidence: { ...parts.evidence, append: async () => 'appended' as const },
    }),
  },
  {
    fault: 'a write that may still be on its way is not waited for',
    rates: { reads: 0, writes: 0, turns: 0, freezes: 0.7, commands: 0.1 },
    wish: { route: 'pool-replacement' },
    caughtBy: 'nothing of ours stays on a node',
    plant: (parts) => ({
      ...parts,
      migrations: {
        ...parts.migrations,
        find: async (id) => {
          const found = await parts.migrations.find(id);
          if (found?.kind !== 'migration' || !found.migration.intent) return found;
          return { ...found, migration: { ...found.migration, intent: { ...found.migration.intent, lostAt: 1 } } };
        },
      },
    }),
  },
  {
    fault: 'a freeze of the fleet is overlooked',
    rates: { reads: 0, writes: 0, turns: 0, frozen: 0.05 },
    caughtBy: 'nothing goes forward while the fleet is frozen',
    plant: (parts) => ({
      ...parts,
      freezes: {
        ...parts.freezes,
        find: async () => {
          await parts.freezes.find();
          return undefined;
        },
      },
    }),
  },
  {
    fault: 'a dry run writes',
    wish: { dryRun: true },
    caughtBy: 'a dry run writes nothing',
    plant: (parts) => ({ ...parts, running: { ...parts.running, dryRun: false } }),
  },
];

/** Seeds that are tried, one after another, until the fault is caught. */
const SEEDS = 60;

test.each(PLANTED)(
  'caught: $fault',
  async ({ caughtBy, plant, rates, wish }) => {
    const common: Common = { plant, wish: { dryRun: false, ...wish }, ...(rates && { rates }) };
    const caught: string[] = [];
    for (let seed = 1; seed <= SEEDS && !caught.includes(caughtBy); seed += 1) {
      caught.push(...(await runSeed(seed, common)).breaks.map(({ rule }) => rule));
    }
    expect(caught).toContain(caughtBy);
  },
  30_000,
);

test('a story without faults breaks nothing', async () => {
  const { breaks, ends } = await runSimulation({
    seed: 3,
    faults: NO_FAULTS,
    wish: { route: 'all', plain: true, dryRun: false },
  });
  expect(breaks).toEqual([]);
  expect(ends).toEqual(['completed', 'completed', 'completed']);
});
