import { diffPlans } from '../plan/diff-plans.ts';
import { localInstant } from '../plan/local-time.ts';
import type { ClusterPlan, MigrationPlan, PlanStep } from '../plan/migration-plan.ts';
import { addDays, type Instant } from '../time.ts';
import type { PlannedNow } from './decide.ts';
import { lines } from './lines.ts';
import { lastWakingBefore, type QuietHours } from './quiet.ts';
import type { PlannedWord, WordDate } from './round.ts';

/** What a plan says of a cluster; `undefined`: it has no window. */
export function plannedOf(
  plan: MigrationPlan,
  cluster: ClusterPlan,
  timeZone: string,
  quiet: QuietHours,
): PlannedNow | undefined {
  const windows = cluster.steps.flatMap((step) => step.windows);
  if (windows.length === 0) return undefined;
  const opens = Math.min(...windows.map((window) => window.opens));
  const closes = Math.max(...windows.map((window) => window.closes));
  const pools = cluster.steps.flatMap((step) => (step.kind === 'pool' ? [step] : []));
  return {
    planHash: plan.hash,
    work: {
      plan: { id: plan.id, hash: plan.hash },
      clusterId: cluster.clusterId,
      cluster: cluster.name,
      region: cluster.region,
      timeZone,
      environment: cluster.environment,
      window: { opens, closes },
      steps: lines(cluster.steps.map(stepLine)),
      blockers: lines(pools.flatMap(({ readiness }) => readiness.blockers)),
      dependencies: lines(pools.flatMap(({ dependencies }) => dependencies.reasons)),
      owners: lines(pools.flatMap(({ dependencies }) => dependencies.owners)),
    },
    dates: datesOf(cluster, { opens, timeZone, quiet }),
  };
}

function datesOf(
  { communication }: ClusterPlan,
  { opens, timeZone, quiet }: { opens: Instant; timeZone: string; quiet: QuietHours },
): WordDate[] {
  return communication.map(({ kind, from, to }): WordDate => {
    const word: PlannedWord = kind;
    const ends = localInstant(addDays(to, 1), 0, timeZone);
    if (word === 'day-of') return { word, from: lastWakingBefore(opens, quiet, timeZone), to: opens, notAfter: opens };
    const begins = localInstant(from, 0, timeZone);
    return { word, from: begins, to: ends, notAfter: word === 'retro' ? ends : opens };
  });
}

function stepLine(step: PlanStep): string {
  if (step.kind === 'control-plane')
    return `Control plane: Kubernetes ${step.from} to ${step.path.at(-1) ?? step.from}`;
  return `Pool ${step.name}: ${step.source.image ?? 'an image that is not known'} to ${step.target.image ?? 'an image that is not known'}`;
}

/** Why a cluster's window moved, or went: a failed test first, then what changed in its plan, other clusters' pools left out. */
export function whyMoved(from: MigrationPlan | undefined, to: MigrationPlan, cluster: string): string[] {
  if (!from) return ['The plan that was announced is not kept any more.'];
  const known = new Set(from.constraints.map(({ what }) => what));
  const all = to.constraints
    .filter(({ kind, what }) => kind === 'test-failed' && !known.has(what))
    .map(({ what }) => what);
  // A test that failed elsewhere is a reason only where none of its own failed: it holds the waves after it.
  const own = all.filter((what) => what.startsWith(`${cluster}/`));
  const failed = own.length > 0 ? own : all;
  const others = new Set([...from.waves, ...to.waves].flatMap(({ clusters }) => clusters.map(({ name }) => name)));
  others.delete(cluster);
  const about = diffPlans(from, to).filter((sentence) => {
    const named = sentence.split('/')[0] ?? '';
    return !others.has(named) && !all.some((one) => sentence.endsWith(one));
  });
  return lines([...failed, ...about]);
}
