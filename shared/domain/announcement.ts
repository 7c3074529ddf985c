import type { Exemption } from './policy/exemption.ts';
import type { FindingChange } from './policy/change.ts';
import type { Instant } from './time.ts';

/** Something worth telling people, once. */
export type Announcement = {
  /** The same news has the same id, however often it is sent. */
  readonly id: string;
  readonly at: Instant;
} & (
  | {
      readonly kind: 'findings-changed';
      readonly sweepId: string;
      readonly subscriptionId: string;
      /** Something of the subscription was not seen in this sweep. */
      readonly partial: boolean;
      readonly changes: readonly FindingChange[];
    }
  | { readonly kind: 'exemption-ending'; readonly exemption: Exemption; readonly daysLeft: number }
);
