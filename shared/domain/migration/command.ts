import type { Instant } from '../time.ts';

/** What a person tells a migration to do; it takes effect at the next pass. */
export interface Command {
  /** Made once where it was given, so that the same click counts once. */
  readonly id: string;
  readonly kind: CommandKind;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  /** With `roll-back`: the target pool is deleted when nothing runs on it any more. That takes two people. */
  readonly deleteTarget?: boolean;
  /** Who said so before `by`, the second of two people. */
  readonly first?: { readonly by: string; readonly at: Instant; readonly reason: string };
}

export const COMMAND_KINDS = ['pause', 'resume', 'abort', 'roll-back'] as const;
/**
 * - `pause`: nothing more is written; everything stays as it is.
 * - `resume`: goes on where it stopped.
 * - `abort`: what is ours on the cluster is put back; pods stay where they are.
 * - `roll-back`: workloads move back to the source, then what is ours is put back.
 */
export type CommandKind = (typeof COMMAND_KINDS)[number];
