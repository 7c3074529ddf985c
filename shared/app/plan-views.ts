/**
 * Plans as people and programs are shown them: one schema each for the HTTP API, the OpenAPI document,
 * the CLI's `json` and the pages. Days are `YYYY-MM-DD`, moments are ISO 8601 in UTC.
 */
import { z } from 'zod';
import { COMMUNICATION_KINDS, CONSTRAINT_KINDS } from '../domain/plan/migration-plan.ts';
import { CoverageView, RuleIdView, SeverityView } from './views.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.iso.datetime();
const texts = z.array(z.string());

/** `unknown` is never 0; `at-least` says what is missing. */
export const MoneyView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), amount: z.number(), currency: z.string() }),
  z.object({ kind: z.literal('at-least'), atLeast: z.number(), currency: z.string(), why: texts }),
  z.object({ kind: z.literal('unknown'), why: texts }),
]);
export type MoneyView = z.infer<typeof MoneyView>;

/** `atLeast`: some part is not known. */
export const MinutesView = z.object({ minutes: z.number(), atLeast: z.boolean(), basis: z.string() });
export type MinutesView = z.infer<typeof MinutesView>;

export const PlanScopeView = z.object({ group: z.string().optional(), part: z.int(), parts: z.int() });
export type PlanScopeView = z.infer<typeof PlanScopeView>;

/** Work may start at or after `opens` and before `closes`. */
export const WindowView = z.object({ opens: moment, closes: moment });
export type WindowView = z.infer<typeof WindowView>;

const windowRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('maintenance-configuration'), name: z.string(), schedule: z.string() }),
  z.object({
    kind: z.literal('default'),
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    why: z.string(),
  }),
  z.object({ kind: z.literal('unknown'), why: z.string() }),
]);

export const ControlPlaneStepView = z.object({
  kind: z.literal('control-plane'),
  from: z.string(),
  path: texts,
  reasons: texts,
  windows: z.array(WindowView),
  minutes: MinutesView,
  gate: z.string(),
});

export const PoolStepView = z.object({
  kind: z.literal('pool'),
  poolId: z.string(),
  name: z.string(),
  mode: z.enum(['system', 'user']),
  osType: z.string(),
  nodes: z.int().optional(),
  vmSizes: texts,
  strategy: z.enum([
    'image-upgrade',
    'os-sku-change',
    'pool-replacement',
    'native-rolling',
    'cluster-migration',
    'node-os-channel',
  ]),
  reasons: texts,
  source: z.object({ osSku: z.string().optional(), image: z.string().optional() }),
  target: z.object({
    os: z.string().optional(),
    osSku: z.string().optional(),
    image: z.string().optional(),
    kubernetes: z.string().optional(),
    reasons: texts,
  }),
  findings: z.array(z.object({ ruleId: RuleIdView, severity: SeverityView, deadline: day.optional() })),
  readiness: z.object({
    verdict: z.enum(['ready', 'ready-with-warnings', 'blocked', 'unknown', 'not-inspected']),
    blockers: texts,
    /** Longer grace periods than planned, which block nothing. */
    longStops: texts.optional(),
    readAt: moment.optional(),
  }),
  dependencies: z.object({
    classification: z.enum(['simple', 'complex', 'not-inspected']),
    reasons: texts,
    boundToPool: texts.optional(),
    owners: texts,
  }),
  extraNodes: z.int(),
  windows: z.array(WindowView),
  deadline: z.object({ day, what: z.string() }).optional(),
  minutes: MinutesView,
  cost: MoneyView,
  gate: z.string(),
});
export type PoolStepView = z.infer<typeof PoolStepView>;

export const PlanStepView = z.discriminatedUnion('kind', [ControlPlaneStepView, PoolStepView]);
export type PlanStepView = z.infer<typeof PlanStepView>;

export const CommunicationView = z.object({
  kind: z.enum(COMMUNICATION_KINDS),
  from: day,
  to: day,
  state: z.enum(['to-come', 'now', 'late']),
});
export type CommunicationView = z.infer<typeof CommunicationView>;

export const ClusterPlanView = z.object({
  clusterId: z.string(),
  name: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  region: z.string(),
  environment: z.string(),
  criticality: z.string(),
  /** One after another. */
  steps: z.array(PlanStepView),
  windowRule,
  communication: z.array(CommunicationView),
  minutes: MinutesView,
  cost: MoneyView,
});
export type ClusterPlanView = z.infer<typeof ClusterPlanView>;

export const WaveView = z.object({
  number: z.int(),
  name: z.string(),
  environment: z.string(),
  criticality: z.string(),
  from: day.optional(),
  to: day.optional(),
  clusters: z.array(ClusterPlanView),
  gates: texts,
  minutes: MinutesView,
  cost: MoneyView,
});
export type WaveView = z.infer<typeof WaveView>;

export const ConstraintView = z.object({
  kind: z.enum(CONSTRAINT_KINDS),
  effect: z.enum(['infeasible', 'late', 'holds', 'note']),
  clusterId: z.string().optional(),
  poolId: z.string().optional(),
  what: z.string(),
  remedy: z.string(),
});
export type ConstraintView = z.infer<typeof ConstraintView>;

export const PoolLeftOutView = z.object({
  clusterId: z.string(),
  poolId: z.string(),
  cluster: z.string(),
  pool: z.string(),
  reason: z.enum(['nothing-to-do', 'exempted', 'cluster-stopped', 'auto-provisioned', 'no-target', 'unknown-image']),
  why: z.string(),
  nextAction: z.string().optional(),
});
export type PoolLeftOutView = z.infer<typeof PoolLeftOutView>;

export const PlanCostView = z.object({
  /** Where the prices come from; shown wherever money is. */
  basis: z.object({ currency: z.string(), asOf: z.string(), source: z.string(), region: z.string() }),
  total: MoneyView,
  perYear: MoneyView,
  roundsPerYear: z.number(),
  shareOfSpendPercent: z.number().optional(),
  yearlySpend: z.number().optional(),
  savings: z.array(
    z.object({
      kind: z.enum(['stagger', 'shrink-source', 'burstable-test-pool']),
      amount: MoneyView,
      what: z.string(),
    }),
  ),
});
export type PlanCostView = z.infer<typeof PlanCostView>;

/** One plan, whole. */
export const PlanView = z.object({
  format: z.literal(1),
  id: z.string(),
  hash: z.string(),
  scope: PlanScopeView,
  images: z.array(
    z.object({ family: z.string(), version: z.string(), name: z.string(), from: z.enum(['azure', 'catalogue']) }),
  ),
  waves: z.array(WaveView),
  leftOut: z.array(PoolLeftOutView),
  feasible: z.boolean(),
  constraints: z.array(ConstraintView),
  caps: z.object({
    maxClustersPerWave: z.number(),
    maxClustersPerPlan: z.number(),
    maxRegionShare: z.number(),
    maxNodesOut: z.number(),
  }),
  /** How its work is to be done, as its runbook says it. */
  running: z.object({
    surgePercent: z.number(),
    drainTimeoutMinutes: z.number(),
    graceSeconds: z.number(),
    holdHours: z.number(),
    shrinkDuringHold: z.boolean().optional(),
    signOff: texts,
    told: texts,
    lessons: texts,
  }),
  cost: PlanCostView,
  minutes: MinutesView,
  computedAt: moment,
  firstProposedAt: moment,
  /** `false`: another plan has taken its place. */
  proposed: z.boolean(),
  /** Present when only a part of its waves is shown; the hash is of the whole plan all the same. */
  narrowedTo: z.object({ cluster: z.string().optional(), wave: z.int().optional() }).optional(),
});
export type PlanView = z.infer<typeof PlanView>;

export const PlanSummaryView = z.object({
  id: z.string(),
  hash: z.string(),
  scope: PlanScopeView,
  feasible: z.boolean(),
  waves: z.int(),
  clusters: z.int(),
  pools: z.int(),
  /** Clusters with something that must be cleared before their window. */
  held: z.int(),
  from: day.optional(),
  to: day.optional(),
  minutes: MinutesView,
  cost: MoneyView,
  firstProposedAt: moment,
});
export type PlanSummaryView = z.infer<typeof PlanSummaryView>;

export const PlanChangeView = z.object({
  scope: PlanScopeView,
  kind: z.enum(['new', 'changed', 'gone']),
  before: z.string().optional(),
  after: z.string().optional(),
  what: texts,
});
export type PlanChangeView = z.infer<typeof PlanChangeView>;

/** What is proposed now. */
export const PlansView = z.object({
  coverage: CoverageView,
  /** When the proposal last changed. */
  proposedAt: moment,
  checkedAt: moment,
  /** The start of the day that notice is counted from. */
  plannedFrom: moment,
  /** `false`: the sweep behind it did not see everything, so clusters may be missing. */
  whole: z.boolean(),
  plans: z.array(PlanSummaryView),
  /** What the last change of the proposal was. */
  changes: z.array(PlanChangeView),
});
export type PlansView = z.infer<typeof PlansView>;

/** Narrows a plan to the waves and clusters that somebody works on. */
export const PlanQuery = z.object({
  /** Name or ARM id. */
  cluster: z.string().max(400).optional(),
  wave: z.int().min(1).max(10_000).optional(),
});
export type PlanQuery = z.infer<typeof PlanQuery>;
