import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import type { Notify, SweepSubscription } from './messages.ts';
import type {
  CalendarView,
  ClusterView,
  ExemptionView,
  FindingsPage,
  FindingsQuery,
  ImageView,
  NewExemption,
  PoolsPage,
  PoolsQuery,
  SweepView,
} from './views.ts';

/** Everything the app can do. Functions, CLI, API and pages call the same use cases through this. */
export interface Fleet {
  /** Lists the subscriptions and sends one message each. */
  startSweep(): Promise<Sweep>;
  /** Reads one subscription. Safe to repeat, in any order. */
  sweepSubscription(message: SweepSubscription): Promise<SubscriptionOutcome>;
  /** Delivers one announcement from the outbox. */
  notify(message: Notify): Promise<void>;
  /** Turns dead letters into findings about ourselves; leaves the letters where they are. */
  reportDeadLetters(): Promise<void>;
  /** Announces exemptions two weeks before they end. */
  reviewExemptions(): Promise<void>;

  /** `undefined` before the first sweep: there is nothing to claim anything about. */
  findings(query: FindingsQuery): Promise<FindingsPage | undefined>;
  pools(query: PoolsQuery): Promise<PoolsPage | undefined>;
  cluster(clusterId: string): Promise<ClusterView | undefined>;
  latestSweep(): Promise<SweepView | undefined>;
  calendar(): Promise<CalendarView>;
  image(version: string): Promise<ImageView>;

  exemptions(): Promise<readonly ExemptionView[]>;
  /** @throws InputError when the scope is not an ARM id or `until` lies in the past or over a year ahead. */
  exempt(exemption: NewExemption, by: string): Promise<ExemptionView>;
  endExemption(id: string): Promise<'removed' | 'missing'>;
}
