import type { Finding } from './finding.ts';

/** How a finding differs from the sweep before. `worse` and `better` compare severity. */
export type ChangeKind = 'new' | 'worse' | 'better' | 'gone';

export interface FindingChange {
  readonly kind: ChangeKind;
  /** The finding as it is now; as it last was when it is gone. */
  readonly finding: Finding;
  readonly severityBefore?: Finding['severity'];
}
