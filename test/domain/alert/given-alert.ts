import type { WatchBefore } from '../../../shared/domain/alert/alert.ts';
import type { RuleFacts } from '../../../shared/domain/alert/rules/rule.ts';
import type { RestartCount, Signals } from '../../../shared/domain/alert/signals.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/domain/alert/thresholds.ts';
import type { Watched } from '../../../shared/domain/alert/watched.ts';

export const NOW = Date.parse('2026-11-20T22:00:00Z');
export const MINUTE = 60_000;
export const SECOND = 1_000;

export const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
export const podOf = (name: string) => ({ kind: 'Pod', namespace: 'shop', name });

const seen = <T>(value: T) => ({ kind: 'seen' as const, value, source: 'kubernetes' as const });

/** Two nodes of the pools, one pod of cart on each, nothing wrong. */
export function givenSignals(change: Partial<Signals> = {}): Signals {
  return {
    clusterId: '/clusters/shop',
    readAt: NOW,
    nodes: seen([
      { name: 'node-1', pool: 'web', ready: true },
      { name: 'node-2', pool: 'web', ready: true },
    ]),
    restarts: seen([cartPod('cart-1', 'node-1', 0), cartPod('cart-2', 'node-2', 0)]),
    pending: seen([]),
    daemonSets: seen([]),
    pastGrace: seen([]),
    nodeTroubles: seen([]),
    ...change,
  };
}

export function cartPod(name: string, node: string, restarts: number, uid = name): RestartCount {
  return { pod: podOf(name), uid, node, workload: CART, restarts };
}

export { seen };

export const WELL_BEFORE: WatchBefore = {
  at: NOW - 60 * MINUTE,
  notReady: [],
  pending: [],
  failingDaemonSets: [],
  pastGrace: [],
  workloads: ['Deployment|shop|cart'],
};

export function givenFacts(signals: Partial<Signals> = {}, change: Partial<RuleFacts> = {}): RuleFacts {
  return {
    now: NOW,
    signals: givenSignals(signals),
    thresholds: DEFAULT_THRESHOLDS,
    before: WELL_BEFORE,
    restarts: [],
    suppressions: [],
    nodes: new Set(['node-1', 'node-2']),
    ...change,
  };
}

export function givenWatched(change: Partial<Watched> = {}): Watched {
  return { ...givenUntouched(), status: 'running', firstWriteAt: NOW - 30 * MINUTE, ...change };
}

/** Nothing was written yet. */
export function givenUntouched(): Watched {
  return {
    migrationId: 'm-1',
    clusterId: '/clusters/shop',
    clusterName: 'aks-shop',
    pools: ['web'],
    direction: 'forward',
    status: 'waiting',
    step: 'drain-source',
    pausedByUs: false,
    viability: { kind: 'possible', why: 'The source’s nodes live.', endings: [] },
    lately: [],
  };
}
