import type { Migration } from './migration.ts';
import { hasEnded } from './status-table.ts';

/** Something of ours, or a cordon, that no running migration owns. */
export interface StrayMark {
  readonly kind: 'cordon' | 'taint' | 'mark' | 'target-pool' | 'replicas' | 'autoscaler' | 'upgrade-settings';
  /** The node, pool or workload. */
  readonly subject: string;
  /** The migration that left it; absent: it is not ours, or nobody can tell whose it is. */
  readonly migrationId?: string;
  /** One sentence. */
  readonly what: string;
  readonly nextAction: string;
  /** Ours by our own annotation with the id of a migration that has ended: it is taken off without asking. */
  readonly clear?: 'uncordon' | 'untaint';
}

/** The migrations of one cluster, as those who look for strays need them. */
export interface Owners {
  readonly running: readonly Migration[];
  readonly ended: readonly Migration[];
  /** Records that cannot be read: what carries their id is neither owned nor provably stray. */
  readonly unreadable: ReadonlySet<string>;
}

export function ownersOf(migrations: readonly Migration[], unreadable: readonly string[]): Owners {
  // A dry run writes nothing, so nothing can be its.
  const real = migrations.filter(({ dryRun }) => !dryRun);
  return {
    running: real.filter(({ status }) => !hasEnded(status)),
    ended: real.filter(({ status }) => hasEnded(status)),
    unreadable: new Set(unreadable),
  };
}
