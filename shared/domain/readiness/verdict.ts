import type { ReadinessFinding, ReadinessVerdict } from './readiness.ts';

/** What blocks is known for certain, so it comes first; then what is not known; a warning holds nothing up. */
export function verdictOf(findings: readonly Pick<ReadinessFinding, 'level'>[]): ReadinessVerdict {
  if (findings.some(({ level }) => level === 'blocks')) return 'blocked';
  if (findings.some(({ level }) => level === 'unknown')) return 'unknown';
  return findings.length > 0 ? 'ready-with-warnings' : 'ready';
}
