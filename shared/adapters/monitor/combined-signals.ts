import type { NodeTrouble, Signal, Signals } from '../../domain/alert/signals.ts';
import type { Instant } from '../../domain/time.ts';
import type { SignalQuestion, SignalSource } from '../../ports/signal-source.ts';
import type { MoreSignals, SignalName } from './more-signals.ts';

const STAND_INS: readonly SignalName[] = ['nodes', 'restarts', 'pending', 'daemonSets', 'pastGrace', 'nodeTroubles'];

/**
 * The cluster's own API first. Prometheus and logs stand in for what it cannot tell, in their order, and add what it never
 * tells. What nobody can tell stays unknown, with everybody's reason.
 *
 * @param logs asked for node troubles at every look: a kernel that panics may leave no event
 */
export function combinedSignals(
  kubernetes: SignalSource,
  others: { readonly prometheus?: MoreSignals; readonly logs?: MoreSignals },
): SignalSource {
  const { prometheus, logs } = others;
  return {
    async read(clusterId, asked) {
      const [own, logged, metered] = await Promise.all([
        kubernetes.read(clusterId, asked),
        ask(logs, clusterId, asked, ['nodeTroubles', 'errorRate']),
        ask(prometheus, clusterId, asked, ['errorRate']),
      ]);
      const lacking = STAND_INS.filter((name) => own[name]?.kind === 'unknown');
      const standIns = await ask(prometheus, clusterId, asked, lacking);
      const found = Object.fromEntries(
        lacking.map((name) => [name, firstSeen([own[name], standIns[name]])]),
      ) as Partial<Signals>;
      const errorRate = metered.errorRate ?? logged.errorRate;
      const whole: Signals = { ...own, ...found, ...(errorRate && { errorRate }) };
      if (!logged.nodeTroubles) return whole;
      return { ...whole, nodeTroubles: together(whole.nodeTroubles, logged.nodeTroubles, whole, asked.untouchedUntil) };
    },
  };
}

async function ask(
  source: MoreSignals | undefined,
  clusterId: string,
  asked: SignalQuestion,
  names: readonly SignalName[],
): Promise<Partial<Signals>> {
  const wanted = new Set(names.filter((name) => source?.tells.has(name)));
  return source && wanted.size > 0 ? source.read(clusterId, asked, wanted) : {};
}

function firstSeen(signals: readonly (Signal<unknown> | undefined)[]): Signal<unknown> {
  const there = signals.filter((one) => one !== undefined);
  const seen = there.find(({ kind }) => kind === 'seen');
  if (seen) return seen;
  const why = there.flatMap((one) => (one.kind === 'unknown' ? [one.why] : [])).join(' ');
  return { kind: 'unknown', why, source: there[0]?.source ?? 'kubernetes' };
}

type Troubles = Signals['nodeTroubles'];

/**
 * What either tells counts. When one cannot tell, the other one's silence is no health; but a trouble that counts for
 * certain is one even then.
 */
function together(own: Troubles, logged: Troubles, { nodes }: Signals, untouchedUntil: Instant | undefined): Troubles {
  if (own.kind === 'seen' && logged.kind === 'seen') return { ...own, value: [...own.value, ...logged.value] };
  if (own.kind === 'unknown') return firstSeen([own, logged]) as Troubles;
  if (logged.kind === 'seen') return logged;
  const names = new Set(nodes.kind === 'seen' ? nodes.value.map(({ name }) => name) : []);
  const counts = ({ node, at }: NodeTrouble) => names.has(node) && untouchedUntil !== undefined && at > untouchedUntil;
  return own.value.some(counts) ? own : logged;
}
