import type { Day, Instant } from '../time.ts';

/** A dated, owned exception: findings it covers stay visible and are marked, and it ends by itself. */
export interface Exemption {
  readonly id: string;
  /** ARM id of a subscription, cluster or pool, in lower case; everything below it is covered. */
  readonly scope: string;
  /** One rule, or `*` for all. */
  readonly ruleId: string;
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it counts. */
  readonly until: Day;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** When people were told that it ends soon; absent while they were not. */
  readonly endAnnouncedAt?: Instant;
}
