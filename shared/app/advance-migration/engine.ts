import type { ClusterLook } from '../../domain/cluster/facts.ts';
import type { DrainOutcome } from '../../domain/drain/drain-outcome.ts';
import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Admission } from '../../domain/migration/admission.ts';
import type { AzureLook } from '../../domain/migration/azure-look.ts';
import type { Migration, Summary } from '../../domain/migration/migration.ts';
import type { StepRule } from '../../domain/migration/step-rule.ts';
import type { StepName } from '../../domain/migration/step-table.ts';
import type { Parts } from '../parts.ts';

/** What a pass asks besides the world: handed in, so that a pass can be tried with few and small rules. */
export interface Engine {
  ruleOf(step: StepName): StepRule;
  admission(parts: Parts, migration: Migration): Promise<Admission>;
  readonly drainNode: DrainNode;
  /** The world as a dry run's writes would have made it. */
  imagine(migration: Migration, azure: AzureLook, look: ClusterLook): { azure: AzureLook; look: ClusterLook };
  /** @param entries the whole chain, the last entry included */
  summarize(migration: Migration, entries: readonly EvidenceEntry[]): Summary;
}

/** Follows one node's drain for a while; see `drain-node.ts`. */
export type DrainNode = (
  parts: Parts,
  asked: {
    readonly migration: Migration;
    readonly node: string;
    readonly graceSeconds: number;
    /** Real seconds. */
    readonly attentionSeconds: number;
  },
) => Promise<DrainOutcome>;
