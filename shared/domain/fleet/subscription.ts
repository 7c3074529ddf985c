/** One Azure subscription as the sweep sees it. */
export interface Subscription {
  /** Lower-case GUID. */
  readonly id: string;
  readonly name: string;
  /** As ARM says it: `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`; others may come. */
  readonly state: string;
}

/** States in which AKS still answers; in any other the subscription's clusters cannot be seen. */
export const READABLE_STATES: readonly string[] = ['Enabled', 'Warned', 'PastDue'];
