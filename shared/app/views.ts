/**
 * What people and programs are shown: one schema each for the HTTP API, the OpenAPI document, the
 * CLI's `json` and the pages. Days are `YYYY-MM-DD`, moments are ISO 8601 in UTC.
 */
import { z } from 'zod';
import { RULE_IDS, SEVERITIES } from '../domain/policy/finding.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.iso.datetime();

export const SeverityView = z.enum(SEVERITIES);
export const RuleIdView = z.enum(RULE_IDS);

/** How much of the fleet stands behind an answer; part of every answer that shows findings. */
export const CoverageView = z.object({
  /** `false` marks a partial sweep: something below was not seen. */
  whole: z.boolean(),
  sweepId: z.string(),
  startedAt: moment,
  /** When the last subscription reported; absent while the sweep runs. */
  finishedAt: moment.optional(),
  subscriptionsExpected: z.int(),
  subscriptionsSeen: z.int(),
  clustersSeen: z.int(),
  poolsSeen: z.int(),
  notSeen: z.array(
    z.object({
      subscriptionId: z.string(),
      subscriptionName: z.string(),
      clusterId: z.string().optional(),
      reason: z.enum([
        'forbidden',
        'throttled',
        'disabled',
        'timed-out',
        'upstream-failed',
        'truncated',
        'dead-lettered',
        'pending',
      ]),
      detail: z.string(),
      since: moment,
      lastSeen: moment.optional(),
    }),
  ),
});
export type CoverageView = z.infer<typeof CoverageView>;

export const FindingView = z.object({
  id: z.string(),
  ruleId: RuleIdView,
  severity: SeverityView,
  subscriptionId: z.string(),
  subscriptionName: z.string(),
  resourceGroup: z.string(),
  cluster: z.string(),
  clusterId: z.string(),
  /** Absent when the finding is about the whole cluster. */
  pool: z.string().optional(),
  poolId: z.string().optional(),
  imageVersion: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  why: z.string(),
  deadline: day.optional(),
  nextAction: z.string(),
  since: moment,
  /** When Azure was asked. */
  readAt: moment,
  exemption: z.object({ id: z.string(), owner: z.string(), reason: z.string(), until: day }).optional(),
});
export type FindingView = z.infer<typeof FindingView>;

export const PoolView = z.object({
  id: z.string(),
  name: z.string(),
  cluster: z.string(),
  clusterId: z.string(),
  subscriptionId: z.string(),
  subscriptionName: z.string(),
  resourceGroup: z.string(),
  region: z.string(),
  mode: z.string(),
  kind: z.enum(['scale-set', 'virtual-machines', 'auto-provisioned', 'availability-set', 'unknown']),
  /** What sets the pool apart, as in `windows`, `gpu`, `spot`, `arm`, `fips`, `confidential`, `snapshot`, `stopped`, `failed`, `automatic`, `auto-provisioned`, `virtual-machines`. */
  marks: z.array(z.string()),
  osSku: z.string().optional(),
  osRelease: z.string().optional(),
  imageVersion: z.string().optional(),
  /** Days since the image was built; absent when its version carries no date. */
  ageDays: z.int().optional(),
  latestImage: z.string().optional(),
  /** Days between this image and the latest; absent when either is unknown. */
  daysBehind: z.int().optional(),
  /** Whether the image is in the public announcements; absent when the catalogue does not have it. */
  announced: z.boolean().optional(),
  kubernetesVersion: z.string().optional(),
  count: z.int().optional(),
  vmSizes: z.array(z.string()),
  readAt: moment,
  worstSeverity: SeverityView.optional(),
  findings: z.int(),
  /** Rules that could not be judged, with what was missing. */
  unknowns: z.array(z.object({ ruleId: z.string(), missing: z.array(z.string()) })),
});
export type PoolView = z.infer<typeof PoolView>;

export const FindingsQuery = z.object({
  severity: z.array(SeverityView).optional(),
  rule: z.array(RuleIdView).optional(),
  subscription: z.array(z.string()).optional(),
  /** ARM id or name. */
  cluster: z.string().optional(),
  /** `false` leaves out findings under an exemption, `true` leaves out all others; both are in by default. */
  exempted: z.boolean().optional(),
  /** Free text over names, image and rule. */
  search: z.string().max(200).optional(),
  limit: z.int().min(1).max(1000).default(100),
  /** As given by `next` of the page before. */
  after: z.string().optional(),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;

export const PoolsQuery = z.object({
  subscription: z.array(z.string()).optional(),
  cluster: z.string().optional(),
  search: z.string().max(200).optional(),
  limit: z.int().min(1).max(1000).default(100),
  after: z.string().optional(),
});
export type PoolsQuery = z.infer<typeof PoolsQuery>;

/** Worst first, then by deadline, then by id: the same order on every page. */
export const FindingsPage = z.object({
  coverage: CoverageView,
  total: z.int(),
  findings: z.array(FindingView),
  next: z.string().optional(),
});
export type FindingsPage = z.infer<typeof FindingsPage>;

export const PoolsPage = z.object({
  coverage: CoverageView,
  total: z.int(),
  pools: z.array(PoolView),
  next: z.string().optional(),
});
export type PoolsPage = z.infer<typeof PoolsPage>;

const count = z.object({ label: z.string(), pools: z.int(), nodes: z.int() });

/** The fleet at a glance. Every pool is in exactly one group of each list. */
export const PostureView = z.object({
  pools: z.int(),
  nodes: z.int(),
  clusters: z.int(),
  /** `0-30`, `31-60`, `61-90`, `over 90`, `unknown` days. */
  byAge: z.array(count),
  /** `supported`, `support ends in 180 days`, `support ended`, `images removed`, `unknown`. */
  byRetirement: z.array(count),
  bySubscription: z.array(
    z.object({
      subscriptionId: z.string(),
      subscriptionName: z.string(),
      pools: z.int(),
      critical: z.int(),
      high: z.int(),
      medium: z.int(),
      low: z.int(),
      exempted: z.int(),
      seen: z.boolean(),
    }),
  ),
  bySeverity: z.record(SeverityView, z.int()),
  exempted: z.int(),
});
export type PostureView = z.infer<typeof PostureView>;

export const SweepView = z.object({
  coverage: CoverageView,
  posture: PostureView,
  /** Against the sweep before, in the subscriptions that it saw. */
  changes: z.object({ new: z.int(), worse: z.int(), better: z.int(), gone: z.int() }),
  /** Subscriptions that were seen for the first time: they have nothing to be compared with. */
  firstSeen: z.int(),
  /** Trouble with Image Steward itself. */
  ourselves: z.array(
    z.object({ id: z.string(), code: z.string(), what: z.string(), nextAction: z.string(), since: moment }),
  ),
});
export type SweepView = z.infer<typeof SweepView>;

export const ClusterView = z.object({
  coverage: CoverageView,
  id: z.string(),
  name: z.string(),
  subscriptionId: z.string(),
  subscriptionName: z.string(),
  resourceGroup: z.string(),
  region: z.string(),
  kubernetesVersion: z.string().optional(),
  power: z.enum(['running', 'stopped', 'unknown']),
  provisioningState: z.string().optional(),
  tier: z.string().optional(),
  supportPlan: z.string().optional(),
  marks: z.array(z.string()),
  upgradeChannel: z.string().optional(),
  nodeOsChannel: z.string().optional(),
  /** Absent when maintenance configurations were not read. */
  maintenance: z.array(z.object({ name: z.string(), schedule: z.string() })).optional(),
  tags: z.record(z.string(), z.string()),
  readAt: moment,
  pools: z.array(PoolView),
  findings: z.array(FindingView),
  /** Rules about the whole cluster that could not be judged, with what was missing. */
  unknowns: z.array(z.object({ ruleId: z.string(), missing: z.array(z.string()) })),
});
export type ClusterView = z.infer<typeof ClusterView>;

/** A cluster as people name it. */
export const ClusterNameView = z.object({
  id: z.string(),
  name: z.string(),
  resourceGroup: z.string(),
  subscriptionName: z.string(),
  pools: z.array(z.string()),
});
export type ClusterNameView = z.infer<typeof ClusterNameView>;

export const CalendarEntryView = z.object({
  id: z.string(),
  what: z.string(),
  families: z.array(z.string()),
  osSkus: z.array(z.string()),
  status: z.string(),
  supportEnds: day.optional(),
  imagesRemoved: day.optional(),
  successor: z.string().optional(),
  path: z.string().optional(),
  consequence: z.string(),
  confidence: z.string(),
  sources: z.array(z.string()),
  /** Of the fleet as last swept. */
  pools: z.int(),
  clusters: z.int(),
});
export type CalendarEntryView = z.infer<typeof CalendarEntryView>;

export const CalendarView = z.object({
  asOf: day,
  origin: z.enum(['bundled', 'extended']),
  /** Of the sweep that pools and clusters are counted from; absent when there is none: then no number counts. */
  coverage: CoverageView.optional(),
  entries: z.array(CalendarEntryView),
});
export type CalendarView = z.infer<typeof CalendarView>;

/** One image version explained. The first fields are named as in the published name samples. */
export const ImageView = z.object({
  name: z.string(),
  /** `known`: the name was understood; `unknown`: it was not, `reason` says why. */
  kind: z.enum(['known', 'unknown']),
  reason: z.string().optional(),
  gallery: z.string().optional(),
  /** `null` where the name has none. */
  definition: z.string().nullable().optional(),
  /** Only when it is not a dash. */
  separator: z.string().optional(),
  version: z.string().optional(),
  family: z.string().optional(),
  patch: z.int().optional(),
  osType: z.string().optional(),
  scheme: z.string().optional(),
  windowsBuild: z.int().optional(),
  windowsRevision: z.int().optional(),
  date: day.optional(),
  securityPatchDate: day.optional(),
  arch: z.string().optional(),
  generation: z.int().optional(),
  osSkus: z.array(z.string()).optional(),
  osSku: z.string().optional(),
  osRelease: z.string().optional(),
  flags: z.record(z.string(), z.boolean()).optional(),
  /** Only where it is not containerd. */
  runtime: z.string().optional(),
  inCatalogue: z.boolean().optional(),
  announced: z.boolean().optional(),
  ageDays: z.int().optional(),
  /** `supported`, `outside-support` (over 90 days), `support-ended`, `images-removed`, `unknown`. */
  status: z.string(),
  supportEnds: day.optional(),
  imagesRemoved: day.optional(),
  newest: z.string().optional(),
  kernel: z.string().optional(),
  containerd: z.string().optional(),
});
export type ImageView = z.infer<typeof ImageView>;

export const ExemptionView = z.object({
  id: z.string(),
  scope: z.string(),
  ruleId: z.string(),
  owner: z.string(),
  reason: z.string(),
  until: day,
  createdAt: moment,
  createdBy: z.string(),
  state: z.enum(['in-force', 'ending', 'ended']),
});
export type ExemptionView = z.infer<typeof ExemptionView>;

/** What a person gives to create one. `until` is the last day on which it counts. */
export const NewExemption = z.object({
  scope: z.string().min(1),
  ruleId: z.union([RuleIdView, z.literal('*')]),
  owner: z.string().min(1).max(200),
  reason: z.string().min(10).max(1000),
  until: day,
});
export type NewExemption = z.infer<typeof NewExemption>;
