import type { Explanation } from './alert/explain.ts';
import type { RetirementDigest } from './announce/digest.ts';
import type { MigrationNews } from './announce/migration-news.ts';
import type { PlannedWork } from './announce/round.ts';
import type { FindingChange } from './policy/change.ts';
import type { Exemption } from './policy/exemption.ts';
import type { Severity } from './policy/finding.ts';
import type { SignOffNews } from './sign-off/news.ts';
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
  /** Work on a cluster that a plan proposes: its dates, on the day, moved, called off. */
  | ({ readonly kind: 'planned-work' } & PlannedWork)
  /** A rollback is recommended, or what was said of it changed: to be updated in place where it was told. */
  | { readonly kind: 'alert'; readonly what: AlertNews; readonly explanation: Explanation }
  /** What became of a migration that writes. */
  | ({ readonly kind: 'migration-news' } & MigrationNews)
  /** Each month, and when a date moves. */
  | ({ readonly kind: 'retirement-digest' } & RetirementDigest)
  /** Whose word on a plan is awaited, and what became of the words given. */
  | ({ readonly kind: 'sign-off' } & SignOffNews)
  /** Nothing begins or goes forward anywhere from now on, or it may again (then `reason` may be empty). Both come from outside. */
  | { readonly kind: 'fleet-freeze'; readonly what: 'frozen' | 'lifted'; readonly by: string; readonly reason: string }
);

export type AlertNews = 'opened' | 'updated' | 'asked-again' | 'answered' | 'closed';

/** The same for whoever is on call: told apart from the announcement, so that one that fails does not repeat the other. */
export interface PageOrder {
  readonly id: string;
  readonly at: Instant;
  readonly what: AlertNews;
  readonly explanation: Explanation;
}
