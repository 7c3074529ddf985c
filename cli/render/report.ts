import type { FindingsPage, SweepView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';

/** What `sweep` and `findings` show, in every format. */
export interface Report {
  /** The whole sweep at a glance; only `sweep` shows it. */
  readonly sweep?: SweepView;
  /** The findings that were asked for, worst first; `total` counts those left out by `--limit` too. */
  readonly page: FindingsPage;
  /** The day that "in 10 days" counts from: the fleet's own day when it is simulated. */
  readonly today: Day;
  /** Whether a table has reasons and next actions of all findings, or of the worst. */
  readonly details?: 'all' | 'worst';
  /** `false` where the options of `steward` are not at hand: a table does not name them then. */
  readonly hints?: boolean;
  /** Only the deployed app remembers the sweep before; to a sweep from here everything is new. */
  readonly changesKnown?: boolean;
}
