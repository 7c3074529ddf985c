import type { AlertWord } from '../alert/verdict.ts';
import type { StuckPod } from '../drain/stuck.ts';
import type { EvidenceEntry, EvidenceHead } from '../evidence/entry.ts';
import type { PlanRunning, PlanStep } from '../plan/migration-plan.ts';
import type { Caps } from '../plan/settings.ts';
import type { Instant } from '../time.ts';
import type { Command } from './command.ts';
import type { Order } from './orders.ts';
import type { Remembered } from './remembered.ts';
import type { Direction, Route } from './route.ts';
import type { StepName } from './step-table.ts';
import type { Viability } from './viability.ts';
import type { Write } from './write.ts';

/**
 * One step of an approved plan on its way: a pool that moves to its target, or a control plane that is upgraded.
 * Messages only say "look again"; everything that a pass must know is here or is read from the world.
 */
export interface Migration {
  /** Form of this record; one of another form is not read but reported. */
  readonly format: 1;
  /** Made of the plan's hash and what is moved, so that the same step of the same plan is one migration. Starts with a letter. */
  readonly id: string;
  readonly plan: { readonly id: string; readonly hash: string };
  readonly clusterId: string;
  readonly clusterName: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly region: string;
  readonly environment: string;
  readonly criticality: string;
  /** The plan's step, word for word. */
  readonly work: PlanStep;
  /** Place among the steps of its cluster, from 0: an earlier one must have let the cluster go. */
  readonly order: number;
  readonly wave: number;
  readonly route: Route;
  readonly running: PlanRunning;
  readonly caps: Caps;
  /** Nothing is written to the cluster: every call is shown, and its effect is imagined. Fixed when the record is made. */
  readonly dryRun: boolean;
  readonly createdAt: Instant;
  /** Who set the plan going: the last sign-off that made it complete, or who asked for the start. */
  readonly startedBy: string;
  readonly status: Status;
  readonly direction: Direction;
  readonly step: StepName;
  readonly stepSince: Instant;
  /** Why nothing moves at present; absent: something does. */
  readonly waiting?: Waiting;
  /** Set when `status` is `paused`. */
  readonly pause?: {
    readonly because: string;
    readonly by: string;
    readonly at: Instant;
    readonly remedy?: string;
    /** Where we paused it ourselves for an error that has a page. */
    readonly code?: string;
  };
  /** Since when its cluster, or what this step needs of it, has not been seen; absent: it was seen in the last pass. */
  readonly unseenSince?: Instant;
  /** When a person last said `resume`: limits of time are counted from then. */
  readonly resumedAt?: Instant;
  /** The code of the pause that this word ended: what that pause named was known to whoever said it. */
  readonly resumedFrom?: string;
  /** Told with `roll-back`: the target pool is deleted when nothing runs on it any more. */
  readonly deleteTarget?: boolean;
  /** Taken at the next pass, oldest first. */
  readonly commands: readonly Command[];
  /** What takes two people, and was ordered by one of them; or by both, and a person is to carry it out. */
  readonly orders?: readonly Order[];
  /** Saved before the write is sent and cleared after it: a crash in between leaves it to be looked into. */
  readonly intent?: Intent;
  /** What was there before we changed it; what is not in it, we did not change. */
  readonly remembered: Remembered;
  readonly drain: DrainProgress;
  /** Dry run only: what would have been written, in order; each pass sees the world as these would have made it. */
  readonly imagined: readonly Write[];
  /** What the last pass saw, for those who look on; absent before the first. */
  readonly sight?: Sight;
  /** When it changed pools through ARM within the last minute: the budget of a subscription is counted from it. */
  readonly poolWrites?: readonly Instant[];
  /** Failed tries of the present step in a row; 0 after every success. */
  readonly tries: number;
  readonly evidence: EvidenceLog;
  /** The next pass is due then; the watchdog sends it again when it is overdue. */
  readonly nextPassAt: Instant;
  readonly passes: number;
  readonly endedAt?: Instant;
  /** Facts for the retro; set when it ended. */
  readonly summary?: Summary;
}

/** Each with its sentence in `status-table.ts`. */
export type Status = 'waiting' | 'running' | 'paused' | 'completed' | 'rolled-back' | 'aborted';

export interface Waiting {
  readonly because: string;
  readonly since: Instant;
}

export interface Intent {
  readonly write: Write;
  readonly because: string;
  readonly at: Instant;
  /** What was remembered before: it holds again when this was certainly not sent. */
  readonly rememberedBefore?: Remembered;
  /** Since when a later pass knows of it: whoever meant it may hang, and be heard of yet. */
  readonly lostAt?: Instant;
}

/** Where the draining of nodes is; of the source pool on the way forward, of the target pool on the way back. */
export interface DrainProgress {
  /** The node that is being emptied, and since when. */
  readonly node?: { readonly name: string; readonly since: Instant };
  /** Emptied nodes, in the order in which they were. */
  readonly done: readonly string[];
  readonly stuck: readonly StuckPod[];
  /** Evictions that were accepted, in all. */
  readonly evicted: number;
}

export interface Sight {
  readonly at: Instant;
  readonly viability: Viability;
  /** What alerts said; absent in records of a time without alerts. */
  readonly alert?: AlertWord;
  /** Of source and target; absent: the cluster's nodes could not be seen. */
  readonly nodes?: readonly NodeSight[];
}

export interface NodeSight {
  readonly name: string;
  readonly side: 'source' | 'target';
  readonly ready: boolean;
  readonly cordoned: boolean;
  /** By the node's own label. */
  readonly image?: string;
  readonly onTarget: boolean;
  /** Pods that an eviction would have to move; absent: not counted in this pass. */
  readonly pods?: number;
}

export interface EvidenceLog {
  /** The last entry of the chain, stored or pending. */
  readonly head: EvidenceHead;
  /** Entries that are not yet known to be in the evidence store. */
  readonly pending: readonly EvidenceEntry[];
}

export interface Summary {
  readonly nodes: number;
  readonly podsMoved: number;
  /** Minutes from the first write to the last, the hold and the watch left out. */
  readonly workMinutes: number;
  readonly writes: number;
  readonly pauses: number;
  /** What took longest, what was stuck and who was asked: one sentence each. */
  readonly notes: readonly string[];
  /** What it would be well to do otherwise next time, one sentence each; absent: nothing held it up. */
  readonly lessons?: readonly string[];
}
