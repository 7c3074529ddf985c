import type { Action, Surroundings } from './action.ts';
import { barToBegin, barToWrite } from './next-action-bars.ts';
import { troubleWithWorld } from './next-action-world.ts';
import { hasEnded } from './status-table.ts';
import type { PassFacts, StepRule } from './step-rule.ts';
import type { StepName } from './step-table.ts';

/** A paused migration is looked at this often, for its viability clock. */
const REST_SECONDS = 60;
const ALERT_SECONDS = 60;

/**
 * What happens next, decided anew at every pass: people first, then what cannot be seen, then alerts, then the step.
 *
 * @param ruleOf the rule of a step
 */
export function nextAction(facts: PassFacts, surroundings: Surroundings, ruleOf: (step: StepName) => StepRule): Action {
  const { migration } = facts;
  if (hasEnded(migration.status)) return { kind: 'nothing' };
  const [command] = migration.commands;
  if (command) return { kind: 'command', command };
  if (migration.status === 'paused') return { kind: 'rest', againSeconds: REST_SECONDS };
  if (migration.status === 'waiting') {
    // Before it begins the cluster's own API is not asked.
    return troubleWithWorld(facts, []) ?? barToBegin(facts, surroundings) ?? BEGIN;
  }
  const rule = ruleOf(migration.step);
  return (
    troubleWithWorld(facts, rule.needs(migration)) ??
    troubleOfForward(facts, surroundings) ??
    decided(facts, surroundings, rule)
  );
}

const BEGIN: Action = { kind: 'begin', because: 'Plan, sign-offs, gates, window and caps allow it.' };

/** What stops the way forward in every step. The ways back and aside go on in spite of it. */
function troubleOfForward({ migration, alert }: PassFacts, { evidence }: Surroundings): Action | undefined {
  if (migration.direction !== 'forward') return undefined;
  if (evidence === 'differs') {
    return {
      kind: 'pause',
      because: 'The stored evidence is not what this migration wrote: somebody changed it.',
      remedy:
        'Write it to a file with "steward evidence", see with "steward verify" where it breaks, then roll back or abort.',
      code: 'EVIDENCE_DIFFERS',
    };
  }
  if (alert.kind === 'breached') {
    return {
      kind: 'pause',
      because: `An alert is open: ${alert.why}`,
      remedy: 'Roll back, or resume when the alert is closed.',
      code: 'ALERT_OPEN',
    };
  }
  if (alert.kind === 'unknown') {
    return { kind: 'wait', because: `Its alerts are not known: ${alert.why}`, againSeconds: ALERT_SECONDS };
  }
  return undefined;
}

function decided(facts: PassFacts, surroundings: Surroundings, rule: StepRule): Action {
  const decision = rule.decide(facts);
  if (decision.kind === 'stop') return { ...decision, kind: 'pause' };
  if (decision.kind === 'write') return barToWrite(facts, surroundings, decision.write) ?? decision;
  return decision;
}
