import { expect, test } from 'vitest';
import type { WatchState } from '../../../shared/domain/alert/alert.ts';
import { evaluateAlert } from '../../../shared/domain/alert/evaluate.ts';
import type { NodeTrouble, PendingPod, RestartCount, Signals } from '../../../shared/domain/alert/signals.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/domain/alert/thresholds.ts';
import { CART, cartPod, givenSignals, givenWatched, MINUTE, NOW, podOf, seen } from './given-alert.ts';

/** A small generator whose numbers are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Breach = 'none' | 'node' | 'restarts' | 'pending' | 'daemonset' | 'past-grace' | 'trouble' | 'errors';
const BREACHES: readonly Breach[] = ['node', 'restarts', 'pending', 'daemonset', 'past-grace', 'trouble', 'errors'];
const MINUTES = 40;

/** What goes on in any quiet migration: pods wait a moment, some restart now and then, errors waver, old trouble stays. */
function lookAt(
  minute: number,
  next: () => number,
  restarts: number[],
  breach: Breach,
  onset: number,
): Partial<Signals> {
  const now = NOW + minute * MINUTE;
  const ill = minute >= onset;
  if (next() < 0.02 && restarts[0] !== undefined) restarts[0] = Math.min(4, restarts[0] + 1);
  if (ill && breach === 'restarts') restarts[1] = (restarts[1] ?? 0) + 4;
  const counts: RestartCount[] = restarts.map((count, i) => cartPod(`cart-${i}`, `node-${(i % 2) + 1}`, count));
  const pending: PendingPod[] = [{ pod: podOf('stuck-before'), uid: 'old', workload: CART, since: NOW - 60 * MINUTE }];
  if (next() < 0.3)
    pending.push({ pod: podOf(`moving-${minute}`), uid: `p${minute}`, workload: CART, since: now - 90_000 });
  if (ill && breach === 'pending')
    pending.push({ pod: podOf('cart-9'), uid: 'x', workload: CART, since: NOW + (onset - 3) * MINUTE });
  const nodeTroubles: NodeTrouble[] = [{ node: 'node-2', kind: 'oom-kill', at: NOW - 30 * MINUTE, detail: 'long ago' }];
  if (ill && breach === 'trouble')
    nodeTroubles.push({ node: 'node-1', kind: 'kernel-panic', at: NOW + onset * MINUTE, detail: 'BUG' });
  const rate = 0.02 * (0.9 + next() * 0.19) * (ill && breach === 'errors' ? 1.5 : 1);
  return {
    readAt: now,
    nodes: seen([
      { name: 'node-1', ready: !(ill && breach === 'node') },
      { name: 'node-2', ready: true },
      { name: 'node-ill-before', ready: false },
    ]),
    restarts: seen(counts),
    pending: seen(pending),
    daemonSets: seen([
      {
        workload: { kind: 'DaemonSet', namespace: 'logging', name: 'fluent-bit' },
        wanted: 2,
        ready: 1,
        failing: ['node-ill-before', ...(ill && breach === 'daemonset' ? ['node-1'] : [])],
      },
    ]),
    pastGrace: seen(
      ill && breach === 'past-grace' ? [{ pod: podOf('cart-1'), uid: 'g', node: 'node-1', graceEnded: now - 1 }] : [],
    ),
    nodeTroubles: seen(nodeTroubles),
    errorRate: seen({
      now: rate,
      requests: 10_000,
      baseline: { kind: 'known', rate: 0.02, window: '22:00 to 23:00 of 7 days', samples: 7, spread: 0.001 },
    }),
  };
}

/** @returns minute of the first pause and of the recommendation */
function run(seed: number, breach: Breach): { paused?: number; recommended?: number; onset: number } {
  const next = random(seed);
  const onset = 5 + Math.floor(next() * 20);
  const restarts = [0, 0];
  const found: { paused?: number; recommended?: number; onset: number } = { onset };
  let state: WatchState | undefined;
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const { firstWriteAt, ...waiting } = givenWatched({ firstWriteAt: NOW + 30_000 });
    const paused = found.paused !== undefined;
    const watched =
      minute === 0
        ? waiting
        : { ...waiting, firstWriteAt, status: paused ? ('paused' as const) : ('running' as const) };
    const signals = givenSignals(lookAt(minute, next, restarts, breach, onset));
    const evaluated = evaluateAlert({
      state,
      watched,
      signals,
      thresholds: DEFAULT_THRESHOLDS,
      now: NOW + minute * MINUTE,
    });
    state = evaluated.state;
    for (const action of evaluated.actions) {
      if (action.kind === 'pause') found.paused ??= minute;
      if (action.kind === 'tell' && action.what === 'opened') found.recommended ??= minute;
    }
  }
  return found;
}

test('no false alarm over 1,000 quiet migrations', () => {
  const alarms = Array.from({ length: 1_000 }, (_, seed) => ({ seed, ...run(seed, 'none') })).filter(
    ({ paused, recommended }) => paused !== undefined || recommended !== undefined,
  );
  expect(alarms).toEqual([]);
});

test('no missed breach over 1,000 migrations with one: paused at the next look, recommended six minutes later at most', () => {
  const missed = Array.from({ length: 1_000 }, (_, seed) => {
    const breach = BREACHES[seed % BREACHES.length] ?? 'node';
    return { seed, breach, ...run(seed, breach) };
  }).filter(({ onset, paused = MINUTES, recommended = MINUTES, breach }) => {
    // Four restarts a minute are not yet more than five an hour at the first look.
    const latest = breach === 'restarts' ? onset + 1 : onset;
    return paused < onset || paused > latest || recommended - paused > 6;
  });
  expect(missed).toEqual([]);
});
