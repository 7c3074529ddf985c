import type { PlanView } from '../../plan-views.ts';
import { moveText, stepText } from '../../plan-words.ts';
import { joined, type Safe, words } from './safe.ts';
import type { Row } from './sheet.ts';
import { some } from './some.ts';

type Step = PlanView['waves'][number]['clusters'][number]['steps'][number];

/** One thing that a plan touches: what leans on a pool, or the step itself where nothing is known to. */
export interface Affected {
  readonly wave: number;
  readonly cluster: string;
  readonly step: Step;
  readonly what: string;
}

const MOST_OWNERS = 5;

/** In the order of the plan: wave by wave, cluster by cluster, step by step. */
export function affectedOf({ waves }: PlanView): Affected[] {
  return waves.flatMap(({ number: wave, clusters }) =>
    clusters.flatMap(({ name: cluster, steps }) =>
      steps.flatMap((step) => whatOf(step).map((what) => ({ wave, cluster, step, what }))),
    ),
  );
}

function whatOf(step: Step): string[] {
  if (step.kind === 'control-plane') return [`Kubernetes ${step.from} to ${step.path.at(-1) ?? step.from}`];
  const { reasons, boundToPool = [], classification } = step.dependencies;
  const leaning = [...reasons, ...boundToPool.filter((one) => !reasons.some((reason) => reason.startsWith(one)))];
  return leaning.length > 0 ? leaning : [NOTHING[classification]];
}

const NOTHING: Readonly<Record<'simple' | 'complex' | 'not-inspected', string>> = {
  simple: 'Nothing that was found on it stands against a new image.',
  complex: 'It is not simple to move; the plan says why.',
  'not-inspected': 'What leans on it is not known: it was not inspected.',
};

/** One row for each step, with what of it is on this page. */
export function affectedRows(items: readonly Affected[]): Row[] {
  const rows: { readonly first: Affected; readonly whats: string[] }[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (last?.first.step === item.step) last.whats.push(item.what);
    else rows.push({ first: item, whats: [item.what] });
  }
  return rows.map(({ first: { wave, cluster, step }, whats }) => ({
    title: step.kind === 'pool' ? joined([cluster, step.name], '/') : words`${cluster}, control plane`,
    lines: doesLines(wave, step),
    items: whats,
  }));
}

/** What becomes of it, and whose it is. */
function doesLines(wave: number, step: Step): Safe[] {
  if (step.kind === 'control-plane') return [words`Wave ${wave}`];
  const { from, to } = moveText(step);
  const { owners } = step.dependencies;
  return [
    words`Wave ${wave}, ${stepText(step)}: ${from} to ${to}`,
    ...(owners.length > 0 ? [words`Owners: ${some(owners, MOST_OWNERS)}`] : []),
  ];
}
