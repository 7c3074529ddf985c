import type { MigrationPlan } from '../plan/migration-plan.ts';
import { requirementOf, type SignOffRules } from './requirement.ts';
import type { SignOff, SignOffRequirement } from './sign-off.ts';

/** Owners of workloads that lean on what a plan changes, as they stand on the workloads; each once, sorted. */
export function ownersOf({ waves }: Pick<MigrationPlan, 'waves'>): string[] {
  const byKey = new Map<string, string>();
  for (const step of waves.flatMap(({ clusters }) => clusters.flatMap(({ steps }) => steps))) {
    for (const owner of step.kind === 'pool' ? step.dependencies.owners : []) {
      const key = ownerKey(owner);
      if (key !== '' && !byKey.has(key)) byKey.set(key, owner.trim());
    }
  }
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, owner]) => owner);
}

/** Which sign-offs a plan needs. */
export function requirementOfPlan(plan: Pick<MigrationPlan, 'waves'>, rules: SignOffRules): SignOffRequirement {
  const environments = plan.waves.map(({ environment }) => environment);
  return requirementOf(environments, rules, ownersOf(plan));
}

/** Owners are compared without regard to case and to space around them. */
export function ownerKey(owner: string): string {
  return owner.trim().toLowerCase();
}

export function isSameOwner(a: string, b: string): boolean {
  return ownerKey(a) === ownerKey(b);
}

/** Whether a word of `application` is one for this owner's workloads. */
export function speaksFor({ owners }: Pick<SignOff, 'owners'>, owner: string): boolean {
  return owners === undefined || owners.some((one) => isSameOwner(one, owner));
}

/** Whether it speaks for anything that is affected; where no owner is known, only one for everybody does. */
export function speaksForSome(word: Pick<SignOff, 'owners'>, owners: readonly string[]): boolean {
  return word.owners === undefined || owners.some((owner) => speaksFor(word, owner));
}
