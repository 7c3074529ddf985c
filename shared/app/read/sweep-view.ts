import type { OwnFinding } from '../../domain/fleet/own-finding.ts';
import type { SubscriptionOutcome } from '../../domain/fleet/sweep.ts';
import type { ChangeKind } from '../../domain/policy/change.ts';
import type { SweepView } from '../views.ts';
import { iso } from './iso.ts';
import { postureOf } from './posture.ts';
import type { Snapshot } from './snapshot.ts';

/** The latest sweep: what it saw, how the fleet stands, what changed, and trouble with ourselves. */
export function sweepView(snapshot: Snapshot, ownFindings: readonly OwnFinding[]): SweepView {
  return {
    coverage: snapshot.coverage,
    posture: postureOf(snapshot),
    changes: sumOfChanges(snapshot.outcomes),
    firstSeen: snapshot.outcomes.filter(({ firstSeen }) => firstSeen).length,
    ourselves: ourselves(ownFindings, snapshot),
  };
}

function sumOfChanges(outcomes: readonly SubscriptionOutcome[]): SweepView['changes'] {
  const sum: Record<ChangeKind, number> = { new: 0, worse: 0, better: 0, gone: 0 };
  for (const { changes, firstSeen } of outcomes) {
    if (!changes || firstSeen) continue;
    sum.new += changes.new;
    sum.worse += changes.worse;
    sum.better += changes.better;
    sum.gone += changes.gone;
  }
  return sum;
}

/** What is stored, and what the files in force say right now. */
function ourselves(stored: readonly OwnFinding[], { policy, now }: Snapshot): SweepView['ourselves'] {
  const known = new Set(stored.map(({ id }) => id));
  const fresh = policy.trouble.filter(({ id }) => !known.has(id));
  return [...stored, ...fresh.map((trouble) => ({ ...trouble, since: now }))]
    .toSorted((a, b) => a.since - b.since)
    .map(({ id, code, what, nextAction, since }) => ({ id, code, what, nextAction, since: iso(since) }));
}
