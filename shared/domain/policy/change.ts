import type { Finding } from './finding.ts';
import { compareSeverity } from './severity.ts';

/** How a finding differs from the sweep before. `worse` and `better` compare severity. */
export type ChangeKind = 'new' | 'worse' | 'better' | 'gone';

export interface FindingChange {
  readonly kind: ChangeKind;
  /** The finding as it is now; as it last was when it is gone. */
  readonly finding: Finding;
  readonly severityBefore?: Finding['severity'];
}

/**
 * What changed from one reading's findings to the next, in the order of `after` and then what is gone. An
 * exemption that starts or ends changes nothing: the finding was there and is there. Nor does a day more of age.
 */
export function changesBetween(before: readonly Finding[], after: readonly Finding[]): readonly FindingChange[] {
  const was = new Map(before.map((finding) => [finding.id, finding]));
  const is = new Set(after.map((finding) => finding.id));
  const changes: FindingChange[] = [];
  for (const finding of after) {
    const severityBefore = was.get(finding.id)?.severity;
    if (severityBefore === undefined) changes.push({ kind: 'new', finding });
    else if (severityBefore !== finding.severity) {
      const kind = compareSeverity(finding.severity, severityBefore) < 0 ? 'worse' : 'better';
      changes.push({ kind, finding, severityBefore });
    }
  }
  for (const finding of was.values()) if (!is.has(finding.id)) changes.push({ kind: 'gone', finding });
  return changes;
}
