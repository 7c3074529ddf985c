import { expect, test } from 'vitest';
import { combinedSignals } from '../../../shared/adapters/monitor/combined-signals.ts';
import type { MoreSignals, SignalName } from '../../../shared/adapters/monitor/more-signals.ts';
import type { NodeTrouble, Signals, SourceName } from '../../../shared/domain/alert/signals.ts';
import { NODE, quietSignals } from '../../support/alerts/given-watched.ts';

const NOW = 10_000_000;
const BEGAN = NOW - 600_000;
const ASKED = { since: 0, pools: [], untouchedUntil: BEGAN };

const unknown = (source: SourceName, why = `${source} cannot tell.`) => ({ kind: 'unknown', why, source }) as const;
const seen = <T>(source: SourceName, value: T) => ({ kind: 'seen', value, source }) as const;
const trouble = (at: number): NodeTrouble => ({ node: NODE, kind: 'oom-kill', at, detail: 'Killed process' });

/** Tells exactly this, and remembers what it was asked for. */
function telling(signals: Partial<Signals>, names = Object.keys(signals) as SignalName[]) {
  const wanted: SignalName[][] = [];
  const source: MoreSignals = {
    tells: new Set(names),
    async read(_, __, asked) {
      wanted.push([...asked]);
      return Object.fromEntries(Object.entries(signals).filter(([name]) => asked.has(name as SignalName)));
    },
  };
  return { source, wanted };
}

const combined = (own: Partial<Signals>, others: Parameters<typeof combinedSignals>[1]) =>
  combinedSignals({ read: async () => quietSignals(NOW, own) }, others).read('/c', ASKED);

test('what the cluster tells itself, nobody else is asked for', async () => {
  const prometheus = telling({ nodes: unknown('prometheus'), restarts: unknown('prometheus') });
  expect(await combined({}, { prometheus: prometheus.source })).toEqual(quietSignals(NOW));
  expect(prometheus.wanted).toEqual([]);
});

test('Prometheus stands in for exactly what the cluster cannot tell', async () => {
  const prometheus = telling({ nodes: seen('prometheus', []), pending: seen('prometheus', []) });
  const own = { pending: unknown('kubernetes'), pastGrace: unknown('kubernetes') };
  expect(await combined(own, { prometheus: prometheus.source })).toEqual(
    quietSignals(NOW, { pending: seen('prometheus', []), pastGrace: unknown('kubernetes') }),
  );
  expect(prometheus.wanted).toEqual([['pending']]);
});

test('what nobody can tell is unknown, with the reason of each', async () => {
  const prometheus = telling({ nodes: unknown('prometheus') });
  const { nodes } = await combined({ nodes: unknown('kubernetes') }, { prometheus: prometheus.source });
  expect(nodes).toEqual(unknown('kubernetes', 'kubernetes cannot tell. prometheus cannot tell.'));
});

test('an error rate comes from where it is set up, and an unknown one stays unknown', async () => {
  const errorRate = unknown('logs');
  expect((await combined({}, { logs: telling({ errorRate }).source })).errorRate).toEqual(errorRate);
  expect((await combined({}, { logs: telling({}).source })).errorRate).toBeUndefined();
});

test.each([
  ['both tell: what either tells counts', [trouble(1)], seen('logs', [trouble(2)]), [trouble(1), trouble(2)]],
  ['the logs tell, the cluster cannot', undefined, seen('logs', [trouble(2)]), [trouble(2)]],
  ['the logs are not collected', [trouble(1)], undefined, [trouble(1)]],
  ['the logs cannot tell: silence of the cluster is no health', [], unknown('logs'), 'unknown'],
  ['nor is a trouble from before the first write', [trouble(BEGAN)], unknown('logs'), 'unknown'],
  ['but a trouble since then is one even so', [trouble(BEGAN + 1)], unknown('logs'), [trouble(BEGAN + 1)]],
  ['neither can tell', undefined, unknown('logs'), 'unknown'],
] as const)('node troubles, %s', async (_, own, logged, told) => {
  const { nodeTroubles } = await combined(
    { nodeTroubles: own ? seen('kubernetes', own) : unknown('kubernetes') },
    { logs: telling(logged ? { nodeTroubles: logged } : {}, ['nodeTroubles']).source },
  );
  expect(nodeTroubles.kind === 'seen' ? nodeTroubles.value : 'unknown').toEqual(told);
});
