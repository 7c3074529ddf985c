import type { MigrationPlan } from '../plan/migration-plan.ts';
import { type Instant, momentText } from '../time.ts';
import { count } from '../words.ts';
import type { SignOff, SignOffRequirement } from './sign-off.ts';
import { signOffState } from './state.ts';

const MS_PER_MINUTE = 60_000;
/** Less than this before the first window is too late: whoever is to be there has gone home. */
const NO_TIME_MS = 60 * MS_PER_MINUTE;

/** Openings of a plan's windows, each once, the first one first. */
export function openingsOf({ waves }: Pick<MigrationPlan, 'waves'>): Instant[] {
  const steps = waves.flatMap(({ clusters }) => clusters.flatMap((cluster) => cluster.steps));
  const all = steps.flatMap(({ windows }) => windows.map(({ opens }) => opens));
  return [...new Set(all)].toSorted((a, b) => a - b);
}

/** Yeses that were still awaited when the first window had opened, or was about to. */
export function lateSignOffs(
  plan: Pick<MigrationPlan, 'waves'>,
  signOffs: readonly SignOff[],
  requirement: SignOffRequirement,
): SignOff[] {
  const [opens] = openingsOf(plan);
  if (opens === undefined) return [];
  return signOffs.filter((word, index) => {
    if (word.kind !== 'approve' || word.at < opens - NO_TIME_MS) return false;
    const before = signOffState({ signOffs: signOffs.slice(0, index), requirement, now: word.at });
    return before.kind !== 'complete';
  });
}

/** What a late yes is too late for, one sentence. */
export function lateText(plan: Pick<MigrationPlan, 'waves'>, { at }: Pick<SignOff, 'at'>): string {
  const openings = openingsOf(plan);
  const [first = at] = openings;
  const next = openings.find((opens) => opens >= at + NO_TIME_MS);
  const when =
    at < first
      ? `the first window opens at ${momentText(first)}, in ${minutesText(first - at)}`
      : `the first window opened at ${momentText(first)}`;
  const then =
    next === undefined
      ? 'no later one is planned: what does not begin in it is planned anew, and needs new sign-offs'
      : `what does not begin in it waits for ${momentText(next)}`;
  return `This sign-off came late: ${when}; ${then}.`;
}

function minutesText(ms: number): string {
  return count(Math.max(1, Math.round(ms / MS_PER_MINUTE)), 'minute');
}
