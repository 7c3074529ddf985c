import type { AlertVerdict } from '../domain/alert/verdict.ts';

/** What the alert evaluator last said of each migration. */
export interface VerdictStore {
  of(migrationId: string): Promise<AlertVerdict | undefined>;
  /** The newest stays, in whatever order they come. */
  save(verdict: AlertVerdict): Promise<void>;
}
