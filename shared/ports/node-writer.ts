import type { Taint } from '../domain/cluster/facts.ts';
import type { WriteAnswer } from './write-answer.ts';

/**
 * Marks single nodes. Whatever is ours carries the migration's id in an annotation, and only what carries it is taken
 * off again. A node that is gone is `accepted`. The mark goes with the last thing of ours: `untaint` takes it off, and
 * `uncordon` does unless the `RETIRING` taint is still there; so steps uncordon first.
 */
export interface NodeWriter {
  cordon(node: NodeRef, migrationId: string): Promise<WriteAnswer>;
  /** A cordon without our mark is left, and is `accepted`. */
  uncordon(node: NodeRef, migrationId: string): Promise<WriteAnswer>;
  taint(node: NodeRef, taint: Taint, migrationId: string): Promise<WriteAnswer>;
  untaint(node: NodeRef, taint: Taint, migrationId: string): Promise<WriteAnswer>;
}

export interface NodeRef {
  readonly clusterId: string;
  readonly name: string;
}
