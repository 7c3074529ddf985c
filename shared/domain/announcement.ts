import type { FindingChange } from './policy/change.ts';
import type { Exemption } from './policy/exemption.ts';
import type { Severity } from './policy/finding.ts';
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
  /** In place of one change for every finding, when a subscription is seen whole for the first time. */
  | {
      readonly kind: 'subscription-first-seen';
      readonly sweepId: string;
      readonly subscriptionId: string;
      readonly subscriptionName: string;
      /** Some of its clusters were not seen. */
      readonly partial: boolean;
      readonly clusters: number;
      readonly pools: number;
      /** Findings, exempted ones included. */
      readonly findings: Readonly<Record<Severity, number>>;
    }
  | { readonly kind: 'exemption-ending'; readonly exemption: Exemption; readonly daysLeft: number }
);
