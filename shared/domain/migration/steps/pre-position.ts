import { refKey, refText } from '../../cluster/object-ref.ts';
import { done, wait, write } from '../decide.ts';
import { countsFrom, isDecision, type Pass, readPass } from '../pass.ts';
import { positionsOf } from '../pre-position.ts';
import type { RememberedReplicas } from '../remembered.ts';
import { presentNumber, workloadOf } from '../replicas.ts';
import type { Decision, StepRule } from '../step-rule.ts';

/** Added replicas are waited for this long; the drain's own look at room says the rest. */
const READY_WITHIN_MINUTES = 5;

/** One workload a pass: raised by its own number, or by its autoscaler's least where there is one. */
export const prePosition: StepRule = {
  name: 'pre-position',
  needs: () => ['nodes', 'pods-of-pools', 'workloads', 'budgets', 'autoscalers'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads', 'budgets', 'autoscalers');
    if (isDecision(pass)) return pass;
    const remembered = facts.migration.remembered.replicas ?? [];
    const unsent = remembered.find((one) => presentNumber(facts.look, one) === one.before);
    if (unsent)
      return raise(unsent, `${refText(unsent.workload)} was to get more replicas and has not yet.`, remembered);
    const known = new Set(remembered.map(({ workload }) => refKey(workload)));
    const positions = positionsOf(pass);
    for (const position of positions) {
      if (position.kind === 'leave' || known.has(refKey(position.replicas.workload))) continue;
      return raise(position.replicas, position.why, [...remembered, position.replicas]);
    }
    const left = positions.flatMap((position) => (position.kind === 'leave' ? [position.why] : []));
    return awaitReady(pass, remembered, left);
  },
};

function raise(one: RememberedReplicas, why: string, replicas: readonly RememberedReplicas[]): Decision {
  const { workload, autoscaler, before, during } = one;
  return write({ kind: 'scale', workload, ...(autoscaler && { autoscaler }), from: before, to: during }, why, {
    replicas,
  });
}

function awaitReady({ facts }: Pass, remembered: readonly RememberedReplicas[], left: readonly string[]): Decision {
  const { migration, now, look } = facts;
  const late = remembered.flatMap(({ workload, during }) => {
    const found = workloadOf(look, workload);
    // Where somebody has set another number since, that number is theirs.
    return found && found.ready < Math.min(during, found.replicas) ? [refText(workload)] : [];
  });
  const waited = now - countsFrom(migration) > READY_WITHIN_MINUTES * 60_000;
  if (late.length > 0 && !waited) return wait(`Added replicas are not ready yet: ${late.join(', ')}.`, 10);
  const added = `${remembered.length} ${remembered.length === 1 ? 'workload has' : 'workloads have'} more replicas for the move.`;
  const notYet = late.length > 0 ? [`Not ready after ${READY_WITHIN_MINUTES} minutes: ${late.join(', ')}.`] : [];
  return done([remembered.length > 0 ? added : 'No workload needs more replicas.', ...notYet, ...left].join(' '));
}
