import { afterEach, describe, expect, test } from 'vitest';
import type { NodeTrouble, Signals } from '../../shared/domain/alert/signals.ts';
import type { SignalSource } from '../../shared/ports/signal-source.ts';

/** One running cluster: pools `system` and `apps` of two nodes each, everything is well. */
export interface SignalWorld {
  readonly clusterId: string;
  readonly source: SignalSource;
  now(): number;
  /** A node of pool `apps` runs out of memory at that full second. */
  outOfMemory(at: number): Promise<void>;
  close(): Promise<void>;
}

const NAMES = ['nodes', 'restarts', 'pending', 'daemonSets', 'pastGrace', 'nodeTroubles'] as const;

export function signalSourceContract(name: string, given: () => Promise<SignalWorld>): void {
  describe(`the signal source, ${name}`, () => {
    let world: SignalWorld;
    afterEach(() => world.close());

    const nodesOf = ({ nodes }: Signals) => (nodes.kind === 'seen' ? nodes.value.map(({ pool }) => pool) : nodes.why);
    const troublesOf = ({ nodeTroubles }: Signals): readonly NodeTrouble[] =>
      nodeTroubles.kind === 'seen' ? nodeTroubles.value : [];

    test('every signal of a quiet cluster is seen, from this source, at the moment of the look', async () => {
      world = await given();
      const before = world.now();
      const told = await world.source.read(world.clusterId, { since: 0, pools: [] });
      expect(NAMES.map((one) => [told[one].kind, told[one].source])).toEqual(NAMES.map(() => ['seen', 'kubernetes']));
      expect(told.clusterId).toBe(world.clusterId);
      expect(told.readAt).toBeGreaterThanOrEqual(before);
      expect(told.readAt).toBeLessThanOrEqual(world.now());
      expect(told.errorRate).toBeUndefined();
    });

    test('nodes are those of the pools that are named; none named: every node', async () => {
      world = await given();
      const pools = async (...names: string[]) =>
        nodesOf(await world.source.read(world.clusterId, { since: 0, pools: names }));
      expect(await pools('apps')).toEqual(['apps', 'apps']);
      expect(await pools('none')).toEqual([]);
      expect(await pools()).toHaveLength(4);
    });

    test('troubles are told from the moment that is named on, and not from before', async () => {
      world = await given();
      const at = Math.ceil(world.now() / 1_000) * 1_000;
      await world.outOfMemory(at);
      const since = async (moment: number) =>
        troublesOf(await world.source.read(world.clusterId, { since: moment, pools: [] })).map(({ kind }) => kind);
      expect(await since(at)).toEqual(['oom-kill']);
      expect(await since(at + 1)).toEqual([]);
    });

    test('a cluster that cannot be reached throws nothing: every signal is unknown, with a sentence', async () => {
      world = await given();
      const told = await world.source.read(`${world.clusterId}-none`, { since: 0, pools: [] });
      for (const one of NAMES) expect(told[one]).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/\w/) });
    });
  });
}
