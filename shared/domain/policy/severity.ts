import { type Finding, SEVERITIES, type Severity } from './finding.ts';

/** Negative when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** Is `severity` as bad as `limit` or worse? */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return compareSeverity(severity, limit) <= 0;
}

export function worstSeverity(findings: Iterable<Pick<Finding, 'severity'>>): Severity | undefined {
  let worst: Severity | undefined;
  for (const { severity } of findings) if (!worst || compareSeverity(severity, worst) < 0) worst = severity;
  return worst;
}

/** How many findings there are of each severity; every severity is named. */
export function countBySeverity(findings: Iterable<Pick<Finding, 'severity'>>): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** Worst first, then by deadline (none comes last), then by id: the same order everywhere. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) || byText(a.deadline ?? 'none', b.deadline ?? 'none') || byText(a.id, b.id)
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
