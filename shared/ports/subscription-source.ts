import type { Subscription } from '../domain/fleet/subscription.ts';

export interface SubscriptionSource {
  /** Every subscription that the identity can see, in any state. */
  visible(): Promise<readonly Subscription[]>;
  /** Every subscription under a management group, at any depth. */
  under(managementGroupId: string): Promise<readonly Subscription[]>;
}
