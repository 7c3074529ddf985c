/** What watched the story's migration, minute by minute, judged by the real rules: a gap, trouble that lasts, one thing not seen. */
import { watchedOf } from '../../shared/app/alerts/watched-migrations.ts';
import type { WatchState } from '../../shared/domain/alert/alert.ts';
import { evaluateAlert } from '../../shared/domain/alert/evaluate.ts';
import type { PendingPod, RestartCount, Signals } from '../../shared/domain/alert/signals.ts';
import { DEFAULT_THRESHOLDS } from '../../shared/domain/alert/thresholds.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { AT, MINUTE } from './migration.ts';
import { STORY_EVIDENCE } from './migration-story.ts';

interface Names {
  readonly namespace: string;
  readonly cart: string;
  readonly node: string;
}

const PLAIN: Names = { namespace: 'shop', cart: 'cart', node: 'aks-appsx1y2-000000' };

/** @param until minutes before `AT` at which the last look was */
export function givenAlertState(migration: Migration, names: Names = PLAIN, until = 0): WatchState {
  const watched = watchedOf(migration, STORY_EVIDENCE);
  let state: WatchState | undefined;
  for (let ago = 58; ago >= until; ago -= 1) {
    if (ago <= 30 && ago > 24) continue;
    const now = AT - ago * MINUTE;
    const untouched = { ...watched, status: 'waiting' as const };
    delete (untouched as { firstWriteAt?: Instant }).firstWriteAt;
    const look = {
      state,
      watched: ago > 55 ? untouched : watched,
      signals: signalsAt(now, ago, names),
      thresholds: DEFAULT_THRESHOLDS,
      now,
    };
    state = { ...evaluateAlert(look).state, toDo: [] };
  }
  if (!state) throw new Error('somebody looked');
  return state;
}

function signalsAt(now: Instant, ago: number, { namespace, cart, node }: Names): Signals {
  const seen = <T>(value: T) => ({ kind: 'seen' as const, value, source: 'kubernetes' as const });
  const workload = { kind: 'Deployment', namespace, name: cart };
  const podOf = (name: string) => ({ kind: 'Pod', namespace, name: `${cart}-${name}` });
  const pending = (name: string, since: Instant): PendingPod => ({
    pod: podOf(name),
    uid: name,
    workload,
    since,
    why: 'Unschedulable: 0/6 nodes are available: 3 Insufficient cpu.',
  });
  const restarts = (count: number): RestartCount => ({
    pod: podOf('a'),
    uid: 'a',
    node,
    workload,
    restarts: count,
  });
  return {
    clusterId: '/clusters/shop',
    readAt: now,
    nodes: seen([{ name: node, pool: 'apps', ready: true }]),
    restarts: seen([restarts(ago > 40 ? 2 : ago > 12 ? 3 : 3 + Math.min(9, 13 - ago))]),
    pending: seen([
      pending('old', AT - 120 * MINUTE),
      ...(ago <= 12 ? [pending('b', AT - 13 * MINUTE)] : []),
      ...(ago <= 5 ? [pending('c', AT - 8 * MINUTE), pending('d', AT - 8 * MINUTE)] : []),
    ]),
    daemonSets:
      ago < 2
        ? { kind: 'unknown', why: 'The API server answered 503 to the list of DaemonSets.', source: 'kubernetes' }
        : seen([]),
    pastGrace: seen([]),
    nodeTroubles: seen([]),
  };
}
