/**
 * Migrations and sign-offs as people and programs are shown them: one schema each for the HTTP API, the OpenAPI
 * document, the CLI's `json` and the pages. Moments are ISO 8601 in UTC.
 */
import { z } from 'zod';
import { EVIDENCE_KINDS } from '../domain/evidence/entry.ts';
import { COMMAND_KINDS } from '../domain/migration/command.ts';
import { ORDER_KINDS } from '../domain/migration/orders.ts';
import { ROLES } from '../domain/sign-off/sign-off.ts';

const moment = z.iso.datetime();
const texts = z.array(z.string());
const count = z.int().min(0);

export const ViabilityView = z.object({
  kind: z.enum(['possible', 'ending-soon', 'over', 'unknown']),
  until: moment.optional(),
  why: z.string(),
  endings: z.array(z.object({ kind: z.string(), at: moment.optional(), why: z.string() })),
});
export type ViabilityView = z.infer<typeof ViabilityView>;

export const MigrationStatusView = z.enum(['waiting', 'running', 'paused', 'completed', 'rolled-back', 'aborted']);
export const DirectionView = z.enum(['forward', 'back', 'aside']);

export const MigrationSummaryView = z.object({
  id: z.string(),
  planId: z.string(),
  clusterId: z.string(),
  cluster: z.string(),
  /** Absent: the control plane. */
  pool: z.string().optional(),
  environment: z.string(),
  strategy: z.string(),
  status: MigrationStatusView,
  direction: DirectionView,
  step: z.string(),
  /** What the step does, one sentence. */
  does: z.string(),
  /** Why nothing moves, or why it is paused, one sentence; absent: it moves. */
  why: z.string().optional(),
  /** What would help a paused one. */
  remedy: z.string().optional(),
  /** Nothing is written. */
  dryRun: z.boolean(),
  since: moment,
  /** Steps done and in all, of the present direction. */
  progress: z.object({ done: count, all: count }),
  viability: ViabilityView,
  alert: z.object({ kind: z.enum(['none', 'healthy', 'breached', 'unknown']), why: z.string() }),
  createdAt: moment,
  endedAt: moment.optional(),
});
export type MigrationSummaryView = z.infer<typeof MigrationSummaryView>;

export const UnreadableView = z.object({ id: z.string(), why: z.string() });

export const MigrationsView = z.object({
  /** When this was said, by the fleet's clock. */
  asOf: moment,
  migrations: z.array(MigrationSummaryView),
  /** Records that this version cannot read: they are left alone, and nothing is claimed about them. */
  unreadable: z.array(UnreadableView),
});
export type MigrationsView = z.infer<typeof MigrationsView>;

export const StuckPodView = z.object({
  pod: z.string(),
  node: z.string(),
  cause: z.string(),
  since: moment,
  why: z.string(),
  by: z.string().optional(),
  budget: z.object({ expected: count, healthy: count, desired: count, allowed: z.int() }).optional(),
  workload: z.string().optional(),
  owner: z.string().optional(),
  blocks: z.string(),
  remedies: z.array(z.object({ kind: z.string(), what: z.string(), command: z.string().optional() })),
});
export type StuckPodView = z.infer<typeof StuckPodView>;

export const NodeSightView = z.object({
  name: z.string(),
  side: z.enum(['source', 'target']),
  ready: z.boolean(),
  cordoned: z.boolean(),
  image: z.string().optional(),
  onTarget: z.boolean(),
  pods: count.optional(),
  /** It is being emptied now; or it was emptied. */
  drain: z.enum(['now', 'done']).optional(),
});
export type NodeSightView = z.infer<typeof NodeSightView>;

export const EvidenceEntryView = z.object({
  migrationId: z.string(),
  seq: z.int().min(1),
  /** Milliseconds since 1970, as hashed. */
  at: z.int(),
  who: z.string(),
  kind: z.enum(EVIDENCE_KINDS),
  what: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  previous: z.string(),
  hash: z.string(),
});
export type EvidenceEntryView = z.infer<typeof EvidenceEntryView>;

const orderWord = { by: z.string(), at: moment, reason: z.string() };

export const OrderView = z.object({
  kind: z.enum(ORDER_KINDS),
  /** As in `the deletion of pool apps2`. */
  what: z.string(),
  /** With `force-eviction`: `NAMESPACE/NAME`. */
  pod: z.string().optional(),
  ...orderWord,
  /** It is gone from then on. */
  until: moment,
  /** Absent: it waits for a second person. */
  second: z.object(orderWord).optional(),
  /** What a person with rights of their own runs, once two have said so. */
  command: z.string().optional(),
});
export type OrderView = z.infer<typeof OrderView>;

export const MigrationView = MigrationSummaryView.extend({
  /** When this was said, by the fleet's clock. */
  asOf: moment,
  planHash: z.string(),
  nodePool: z.string().optional(),
  target: z.object({
    image: z.string().optional(),
    osSku: z.string().optional(),
    kubernetes: z.string().optional(),
    pool: z.string().optional(),
  }),
  /** How the target pool differs from the source, one sentence each; absent: there is none (yet). */
  differences: texts.optional(),
  startedBy: z.string(),
  /** Sentence of the status. */
  statusMeans: z.string(),
  ifPaused: z.string(),
  ifAborted: z.string(),
  ifRolledBack: z.string(),
  steps: z.array(z.object({ name: z.string(), does: z.string(), state: z.enum(['done', 'now', 'to-come']) })),
  /** Absent: the nodes could not be seen in the last pass. */
  nodes: z.array(NodeSightView).optional(),
  seenAt: moment.optional(),
  evicted: count,
  stuck: z.array(StuckPodView),
  /** What was changed and is to be put back, one sentence each. */
  toPutBack: texts,
  /** What people asked for and the next pass takes. */
  commands: z.array(z.object({ kind: z.enum(COMMAND_KINDS), by: z.string(), at: moment, reason: z.string() })),
  /** What takes two people and was ordered by one of them, or by both and is to be carried out; absent: nothing. */
  orders: z.array(OrderView).optional(),
  nextPassAt: moment,
  /** The newest entries, newest first. */
  timeline: z.array(EvidenceEntryView),
  /** The end of its chain of evidence, as the record has it. */
  head: z.object({ seq: count, hash: z.string() }),
  summary: z
    .object({
      nodes: count,
      podsMoved: count,
      workMinutes: z.number(),
      writes: count,
      pauses: count,
      notes: texts,
    })
    .optional(),
});
export type MigrationView = z.infer<typeof MigrationView>;

/** What a person gives with pause, resume, abort and rollback. */
export const NewCommand = z.object({
  kind: z.enum(COMMAND_KINDS),
  reason: z.string().trim().min(3).max(1000),
  deleteTarget: z.boolean().optional(),
});
export type NewCommand = z.infer<typeof NewCommand>;

/** Who asks, where no sign-in tells it: only the local stack takes this. */
const person = z.string().trim().min(1).max(200).optional();

/** A command as it is sent to the API. */
export const CommandRequest = z.strictObject({ ...NewCommand.shape, person });
export type CommandRequest = z.infer<typeof CommandRequest>;

/** `open`: those that have not ended. */
export const MigrationsQuery = z.object({ which: z.enum(['open', 'all']).default('open') });

/** It takes two people: nothing comes of it unless a second one says the same before `until`. */
export const AwaitsSecond = z.object({ kind: z.literal('awaits-second'), says: z.string(), until: moment });
export type AwaitsSecond = z.infer<typeof AwaitsSecond>;

export const CommandAnswer = z.discriminatedUnion('kind', [
  /** It takes effect at the next pass, and then leaves what `leaves` says. */
  z.object({ kind: z.literal('taken'), leaves: z.string() }),
  /** To delete the target takes two people. */
  AwaitsSecond,
  z.object({ kind: z.literal('missing') }),
  /** It makes no sense as things stand. */
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type CommandAnswer = z.infer<typeof CommandAnswer>;

/** What a person orders that takes two, and that we never do ourselves. */
export const NewOrder = z.object({
  kind: z.literal('force-eviction'),
  /** `NAMESPACE/NAME` of a pod that is stuck. */
  pod: z.string().trim().min(3).max(320),
  reason: z.string().trim().min(3).max(1000),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** An order as it is sent to the API. */
export const OrderRequest = z.strictObject({ ...NewOrder.shape, person });
export type OrderRequest = z.infer<typeof OrderRequest>;

export const OrderAnswer = z.discriminatedUnion('kind', [
  AwaitsSecond,
  /** Two people have said so: whoever has the rights in the cluster runs `command`. */
  z.object({ kind: z.literal('ordered'), says: z.string(), command: z.string(), until: moment }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type OrderAnswer = z.infer<typeof OrderAnswer>;

/** A migration's whole chain of evidence, which `steward verify` checks without asking anybody. */
export const EvidenceFile = z.object({
  format: z.literal('image-steward-evidence/1'),
  migrationId: z.string(),
  planHash: z.string(),
  writtenAt: moment,
  /** As the migration's own record has it: a chain whose tail was cut off does not reach it. */
  head: z.object({ seq: z.int().min(0), hash: z.string() }),
  entries: z.array(EvidenceEntryView),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

export const SignOffView = z.object({
  id: z.string(),
  person: z.string(),
  role: z.enum(ROLES),
  /** `application`: it speaks for workloads of these owners only; absent: for everybody's. */
  owners: texts.optional(),
  /** In whose place. */
  onBehalfOf: z.string().optional(),
  kind: z.enum(['approve', 'abstain', 'refuse', 'withdraw']),
  at: moment,
  expiresAt: moment,
  reason: z.string().optional(),
  /** Absent: it came in time. What it is too late for, one sentence. */
  late: z.string().optional(),
  via: z.string(),
});

export const SignOffsView = z.object({
  planId: z.string(),
  planHash: z.string(),
  /** `void`: the plan is not proposed any more; what changed is in `why`. */
  state: z.enum(['complete', 'awaited', 'refused', 'void']),
  why: z.string(),
  awaited: z.array(
    z.object({
      role: z.enum(ROLES),
      missing: count,
      /** Owners of affected workloads whose word is awaited; `application` only. */
      owners: texts,
      /** Who could give it, as far as planning.json names them. */
      people: texts,
    }),
  ),
  signOffs: z.array(SignOffView),
});
export type SignOffsView = z.infer<typeof SignOffsView>;

/** What the API answers a word with; `note`: what the person should know of it, as that it came late. */
export const SignOffsRecorded = SignOffsView.extend({ note: z.string().optional() });
export type SignOffsRecorded = z.infer<typeof SignOffsRecorded>;

export const NewSignOff = z.object({
  role: z.enum(ROLES),
  kind: z.enum(['approve', 'abstain', 'refuse', 'withdraw']).default('approve'),
  reason: z.string().trim().min(3).max(1000).optional(),
});
export type NewSignOff = z.input<typeof NewSignOff>;

/** A sign-off as it is sent to the API. */
export const SignOffRequest = z.strictObject({ ...NewSignOff.shape, person });
export type SignOffRequest = z.input<typeof SignOffRequest>;

export const SignOffAnswer = z.discriminatedUnion('kind', [
  /** `note`: what the person should know of it, as that it came late. */
  z.object({ kind: z.literal('recorded'), signOffs: SignOffsView, note: z.string().optional() }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type SignOffAnswer = z.infer<typeof SignOffAnswer>;

/** Who asks for the start of a plan. */
export const StartRequest = z.strictObject({ person });
export type StartRequest = z.infer<typeof StartRequest>;

export const StartAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begun'),
    migrations: z.array(z.object({ id: z.string(), cluster: z.string(), pool: z.string().optional() })),
    /** Why something else did not begin, one sentence each. */
    held: texts,
  }),
  z.object({ kind: z.literal('missing') }),
  /** Nothing began. */
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type StartAnswer = z.infer<typeof StartAnswer>;
