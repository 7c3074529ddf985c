import type { ImageCatalogue } from '../domain/fleet/image-catalogue.ts';
import type { OwnFinding } from '../domain/fleet/own-finding.ts';
import type { ImagePolicy } from '../domain/policy/image-policy.ts';
import type { RetirementCalendar } from '../domain/retirement/calendar.ts';

/** The facts that rules judge by: what ships with this version, extended or overridden by files in Blob storage. */
export interface PolicySource {
  /** Never throws for a bad file: the last good one stays in force and `trouble` says what is wrong. */
  load(): Promise<PolicyInForce>;
}

export interface PolicyInForce {
  readonly calendar: RetirementCalendar;
  readonly catalogue: ImageCatalogue;
  readonly images: ImagePolicy;
  readonly trouble: readonly Omit<OwnFinding, 'since' | 'lastSeen'>[];
}
