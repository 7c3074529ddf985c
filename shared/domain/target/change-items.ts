import { type ObjectRef, refKey, refText } from '../cluster/object-ref.ts';
import type { Dependency } from '../dependency/dependency.ts';
import { changesBetween } from './image-diff.ts';
import type { BreakingChange } from './stack.ts';
import type { TargetSubject } from './subject.ts';
import type { TargetItem } from './target.ts';

/** Known breaking changes between the two images, each with what it touches on this pool. */
export function changeItems({ question, facts, source, target, kubernetes }: TargetSubject): TargetItem[] {
  const { dependencies, pool } = question;
  const context = { gpu: pool.gpu, ...(kubernetes ? { kubernetes } : {}) };
  const hidden = question.dependencies.reasons.some(({ kind }) => kind === 'not-seen');
  return changesBetween(facts.stack, source, target, context).map(({ change, certain }): TargetItem => {
    const objects = change.touches ? touched(change, dependencies.dependencies) : [];
    const base = { id: `change/${change.id}`, component: change.component, objects, sources: change.sources };
    if (change.touches && objects.length === 0) {
      return hidden
        ? {
            ...base,
            verdict: 'unknown',
            what: `${change.fact} Whether it touches this pool is not known: not everything on it was seen.`,
            remedy: change.check,
          }
        : { ...base, verdict: 'pass', what: `${change.fact} Nothing that was seen on this pool is touched.` };
    }
    const whom = objects.length > 0 ? ` It touches ${names(objects)}.` : '';
    return {
      ...base,
      verdict: change.effect === 'breaks' && certain ? 'violates' : 'unknown',
      what: `${certain ? '' : 'Perhaps: '}${change.fact}${whom}`,
      remedy: change.check,
    };
  });
}

function touched({ touches }: BreakingChange, dependencies: readonly Dependency[]): ObjectRef[] {
  if (!touches) return [];
  const found = new Map<string, ObjectRef>();
  for (const { kind, object, details, agent } of dependencies) {
    const hit =
      (agent !== undefined && touches.agents.includes(agent.id)) ||
      // What AKS brings is kept fit by AKS; only when it is named does a change touch it.
      (!agent?.managedByAks &&
        (touches.kinds.includes(kind) ||
          (kind === 'csi-driver' && details.some((driver) => touches.csiDrivers.includes(driver))) ||
          (kind === 'host-path' && details.some((path) => touches.hostPaths.some((part) => path.includes(part))))));
    if (hit) found.set(refKey(object), object);
  }
  return [...found.values()];
}

function names(objects: readonly ObjectRef[]): string {
  const shown = objects.slice(0, 5).map(refText).join(', ');
  return objects.length > 5 ? `${shown} and ${objects.length - 5} more` : shown;
}
