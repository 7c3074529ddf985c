import type { ClusterPlan, PoolStep } from '../migration-plan.ts';

/** AKS allows 12 characters for Linux pools and 6 for Windows pools: small letters and digits, a letter first. */
const LONGEST = { linux: 12, windows: 6 } as const;

/** A name for the pool that takes over: the source's own with another number, and no other pool's of the plan. */
export function targetPoolName(
  { name, osType }: Pick<PoolStep, 'name' | 'osType'>,
  { steps }: Pick<ClusterPlan, 'steps'>,
): string {
  const longest = osType.toLowerCase() === 'windows' ? LONGEST.windows : LONGEST.linux;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const base = (/^[a-z]/.test(plain) ? plain : `p${plain}`).replace(/\d+$/, '') || 'p';
  const number = Number(/\d{1,3}$/.exec(plain)?.[0] ?? 1);
  const taken = new Set(steps.map((step) => (step.kind === 'pool' ? step.name.toLowerCase() : '')));
  // A cluster has at most 100 pools, so one of these is free.
  for (let next = number + 1; next <= number + 101; next += 1) {
    const suffix = String(next % 1000);
    const candidate = base.slice(0, longest - suffix.length) + suffix;
    if (!taken.has(candidate)) return candidate;
  }
  return `${base.slice(0, longest - 1)}x`;
}
