import { type AlertRule, countReading, MS_PER_MINUTE, unknownReading } from './rule.ts';

/** A kernel panic or an OOM kill is an event, not a state: it counts for this long. A condition counts while it holds. */
export const TROUBLE_COUNTS_FOR_MINUTES = 60;

const WORDS = {
  'kernel-panic': 'a kernel panic',
  'oom-kill': 'an OOM kill',
  'filesystem-read-only': 'a filesystem that went read-only',
  'container-runtime': 'a failure of the container runtime',
} as const;

/** What no five minutes are waited for. Only what came after the look before the first write counts. */
export const nodeTrouble: AlertRule = {
  id: 'node-trouble',
  unit: 'events',
  judge(facts) {
    const { nodeTroubles } = facts.signals;
    if (nodeTroubles.kind === 'unknown') return unknownReading(nodeTrouble, 0, nodeTroubles);
    const recent = nodeTroubles.value.filter(
      ({ at, node, lasts }) =>
        facts.nodes.has(node) && (lasts || facts.now - at <= TROUBLE_COUNTS_FOR_MINUTES * MS_PER_MINUTE),
    );
    const found = recent.map(({ node, kind, at, detail }) => ({
      object: { kind: 'Node', name: node },
      detail: `Node ${node} had ${WORDS[kind]}: ${detail}`,
      ...(at <= facts.before.at && { background: 'it was before the migration' }),
    }));
    const reading = countReading(nodeTrouble, facts, found, 0, {
      none: 'No kernel panic, OOM kill, read-only filesystem or failing container runtime on the pools’ nodes.',
      some: (count) => `${count} grave ${count === 1 ? 'event' : 'events'} on the pools’ nodes.`,
    });
    return { ...reading, immediate: reading.kind === 'breached' };
  },
};
