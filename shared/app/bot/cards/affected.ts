import type { PlanView } from '../../plan-views.ts';
import { moveText, stepText } from '../../plan-words.ts';
import { joined, type Safe, words } from './safe.ts';
import type { Row } from './sheet.ts';
import { some } from './some.ts';

/** One thing that a plan touches: what leans on a pool, or the step itself where nothing is known to. */
export interface Affected {
  readonly step: Safe;
  /** What becomes of it, and whose it is. */
  readonly does: readonly Safe[];
  readonly what: string;
}

const MOST_OWNERS = 5;

/** In the order of the plan: wave by wave, cluster by cluster, step by step. */
export function affectedOf({ waves }: PlanView): Affected[] {
  return waves.flatMap(({ number, clusters }) =>
    clusters.flatMap(({ name: cluster, steps }) =>
      steps.flatMap((step): Affected[] => {
        if (step.kind === 'control-plane') {
          const what = `Kubernetes ${step.from} to ${step.path.at(-1) ?? step.from}`;
          return [{ step: words`${cluster}, control plane`, does: [words`Wave ${number}`], what }];
        }
        const { owners, reasons, boundToPool = [], classification } = step.dependencies;
        const { from, to } = moveText(step);
        const does = [
          words`Wave ${number}, ${stepText(step)}: ${from} to ${to}`,
          ...(owners.length > 0 ? [words`Owners: ${some(owners, MOST_OWNERS)}`] : []),
        ];
        const leaning = [...reasons, ...boundToPool.filter((one) => !reasons.some((reason) => reason.startsWith(one)))];
        const all = leaning.length > 0 ? leaning : [NOTHING[classification]];
        return all.map((what) => ({ step: joined([cluster, step.name], '/'), does, what }));
      }),
    ),
  );
}

const NOTHING: Readonly<Record<'simple' | 'complex' | 'not-inspected', string>> = {
  simple: 'Nothing on it leans on the image.',
  complex: 'It is not simple to move; the plan says why.',
  'not-inspected': 'What leans on it is not known: it was not inspected.',
};

/** One row for each step, with what of it is on this page. */
export function affectedRows(items: readonly Affected[]): Row[] {
  const rows: { readonly first: Affected; readonly items: string[] }[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (last?.first.does === item.does) last.items.push(item.what);
    else rows.push({ first: item, items: [item.what] });
  }
  return rows.map(({ first: { step, does }, items: whats }) => ({ title: step, lines: does, items: whats }));
}
