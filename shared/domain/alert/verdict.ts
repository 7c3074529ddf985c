import type { Instant } from '../time.ts';

/** What is said of a migration by those who watch it. Three values: what cannot be seen is not healthy. */
export interface AlertVerdict {
  readonly migrationId: string;
  readonly kind: 'healthy' | 'breached' | 'unknown';
  /** One sentence for people: which rule, value against threshold. */
  readonly why: string;
  readonly since: Instant;
  readonly evaluatedAt: Instant;
}

/** What the alert evaluator last said of this migration, in one word and one sentence. */
export interface AlertWord {
  /** `none`: nobody watches it, and nothing is held for that. */
  readonly kind: 'none' | 'healthy' | 'breached' | 'unknown';
  readonly why: string;
  /** Absent: there is no verdict. */
  readonly since?: Instant;
}
