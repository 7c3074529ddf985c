import { refKey } from '../cluster/object-ref.ts';
import { type PoolView, viewPool } from '../cluster/pool-view.ts';
import { CHECKS } from './checks/index.ts';
import { CHECK_IDS, type PoolReadiness, type ReadinessFinding } from './readiness.ts';
import { DEFAULT_READINESS_LIMITS, type ReadinessLimits, type ReadinessSubject } from './subject.ts';
import { verdictOf } from './verdict.ts';

export interface PoolToJudge extends Omit<ReadinessSubject, 'view' | 'limits' | 'otherRuns'> {
  /** Worked out when it is not given. */
  readonly view?: PoolView;
  readonly limits?: Partial<ReadinessLimits>;
  readonly otherRuns?: ReadinessSubject['otherRuns'];
}

/** Puts every check to one pool. Findings come worst first, in the order of the checks, then by object. */
export function judgeReadiness(asked: PoolToJudge): PoolReadiness {
  const subject: ReadinessSubject = {
    ...asked,
    view: asked.view ?? viewPool(asked.index, asked.pool),
    limits: { ...DEFAULT_READINESS_LIMITS, ...asked.limits },
    otherRuns: asked.otherRuns ?? [],
  };
  const findings = CHECKS.flatMap((check) =>
    check.judge(subject).map((finding): ReadinessFinding => ({ check: check.id, ...finding })),
  ).toSorted(compareFindings);
  return { poolId: subject.pool.id, verdict: verdictOf(findings), findings, readAt: subject.index.facts.readAt };
}

const LEVELS = ['blocks', 'unknown', 'warns'];

function compareFindings(a: ReadinessFinding, b: ReadinessFinding): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    CHECK_IDS.indexOf(a.check) - CHECK_IDS.indexOf(b.check) ||
    byText(refKey(a.object), refKey(b.object))
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
