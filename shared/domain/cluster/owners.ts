import type { Labels } from './facts.ts';

/** Keys of labels and annotations that name who owns something, in order of preference. */
export const DEFAULT_OWNER_KEYS: readonly string[] = ['owner', 'team', 'contact'];

/**
 * Who owns something by its labels and annotations. A key also counts behind a prefix: `owner` finds
 * `example.com/owner`. Whole keys come before prefixed ones, earlier keys before later ones.
 *
 * @param sources from the most specific (the workload's own) to the least (the namespace's)
 */
export function ownerIn(sources: readonly Labels[], keys: readonly string[]): string | undefined {
  for (const source of sources) {
    for (const key of keys) {
      const whole = Object.hasOwn(source, key) ? source[key]?.trim() : undefined;
      if (whole) return whole;
    }
    for (const key of keys) {
      for (const [name, value] of Object.entries(source)) {
        if (name.endsWith(`/${key}`) && value.trim()) return value.trim();
      }
    }
  }
  return undefined;
}
