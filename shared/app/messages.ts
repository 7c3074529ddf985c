import { z } from 'zod';
import { ALERT_RULES, CHOICES } from '../domain/alert/alert.ts';
import { MIGRATION_NEWS } from '../domain/announce/migration-news.ts';
import { WORK_WORDS } from '../domain/announce/round.ts';
import type { Announcement, PageOrder } from '../domain/announcement.ts';
import { RULE_IDS, SEVERITIES } from '../domain/policy/finding.ts';
import { SIGN_OFF_NEWS } from '../domain/sign-off/news.ts';
import { ROLES } from '../domain/sign-off/sign-off.ts';

const id = z.string().min(1).max(200);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Milliseconds since 1970. */
const instant = z.number().int();
const count = z.number().int().min(0);
const severity = z.enum(SEVERITIES);

/** "Read this subscription for this sweep." Everything else is looked up when it is handled. */
export const SweepSubscription = z.object({ sweepId: id, subscriptionId: z.guid().toLowerCase() });
export type SweepSubscription = z.infer<typeof SweepSubscription>;

/** "Read this cluster's own API." An inspection that began after `askedAt` answers it too. */
export const InspectCluster = z.object({ clusterId: z.string().min(1).max(1000).toLowerCase(), askedAt: instant });
export type InspectCluster = z.infer<typeof InspectCluster>;

/** "Look again at this migration." Which step it is in, and everything else, is in its record. Session: the cluster. */
export const AdvanceMigration = z.object({
  migrationId: id,
  clusterId: z.string().min(1).max(1000).toLowerCase(),
  /** The pass that is due then; one that is over makes no second chain of passes. Absent: look whether one is due. */
  pass: count.optional(),
  /** How long after that pass was due it was sent for: a clock that lags behind the queue's was waited for. */
  waitedMs: count.optional(),
});
export type AdvanceMigration = z.infer<typeof AdvanceMigration>;

/** "Look at this cluster's health." A look that was asked for too long ago is not made: the next one is on its way. */
export const EvaluateAlert = z.object({ clusterId: z.string().min(1).max(1000).toLowerCase(), askedAt: instant });
export type EvaluateAlert = z.infer<typeof EvaluateAlert>;

/** A message carries at most this many changes, which keeps it far below the queue's 256 KB. */
export const CHANGES_PER_MESSAGE = 50;

const finding = z.object({
  id: z.string(),
  ruleId: z.enum(RULE_IDS),
  severity,
  clusterId: z.string(),
  poolId: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  why: z.string(),
  deadline: day.optional(),
  nextAction: z.string(),
  since: instant,
  exemption: z.object({ id: z.string(), owner: z.string(), reason: z.string(), until: day }).optional(),
});

const change = z.object({
  kind: z.enum(['new', 'worse', 'better', 'gone']),
  finding,
  severityBefore: severity.optional(),
});

const exemption = z.object({
  id: z.string(),
  scope: z.string(),
  ruleId: z.string(),
  owner: z.string(),
  reason: z.string(),
  until: day,
  createdAt: instant,
  createdBy: z.string(),
});

const news = { id, at: instant };

const choice = z.enum(CHOICES);
const rule = z.enum(ALERT_RULES);

const recommendation = z.object({
  id,
  rules: z.array(rule),
  openedAt: instant,
  updatedAt: instant,
  version: count,
  state: z.enum(['open', 'held', 'answered', 'closed']),
  proposed: choice,
  answer: z.object({ choice, by: z.string(), at: instant, reason: z.string() }).optional(),
  askAgainAt: instant.optional(),
  closedBecause: z.string().optional(),
});

const explanation = z.object({
  recommendation,
  migrationId: id,
  cluster: z.string(),
  step: z.string(),
  title: z.string(),
  rules: z.array(
    z.object({
      rule: z.string(),
      since: instant,
      why: z.string(),
      value: z.number().optional(),
      threshold: z.number(),
      unit: z.string(),
      chart: z.array(z.object({ at: instant, value: z.number().optional() })),
      background: z.array(z.string()),
    }),
  ),
  lately: z.array(z.object({ at: instant, what: z.string() })),
  affected: z.array(z.object({ what: z.string(), owner: z.string().optional() })),
  viability: z.object({ why: z.string(), until: instant.optional() }),
  ifRolledBack: z.string(),
  ifGoingOn: z.string(),
  choices: z.array(z.object({ choice, what: z.string(), proposed: z.boolean() })),
  told: z.array(
    z.object({
      who: z.enum(['on-call', 'application', 'security', 'management']),
      does: z.enum(['is-told', 'approve']),
      why: z.string(),
    }),
  ),
  gapMinutes: count,
});

const alert = { ...news, what: z.enum(['opened', 'updated', 'asked-again', 'answered', 'closed']), explanation };

/** "Page whoever is on call": a queue of its own, so that a channel that is down does not repeat what people were told. */
export const PageOnCall: z.ZodType<PageOrder> = z.object(alert);
export type PageOnCall = PageOrder;

const sentences = z.array(z.string());
const window = z.object({ opens: instant, closes: instant });

const plannedWork = {
  ...news,
  what: z.enum(WORK_WORDS),
  plan: z.object({ id, hash: id }),
  clusterId: z.string(),
  cluster: z.string(),
  region: z.string(),
  timeZone: z.string(),
  environment: z.string(),
  window,
  before: window.optional(),
  late: z.boolean(),
  title: z.string(),
  why: sentences,
  steps: sentences,
  blockers: sentences,
  dependencies: sentences,
  owners: sentences,
};

const plan = z.object({ id, hash: id });
const clusterName = z.object({ clusterId: z.string(), name: z.string() });

const migrationNews = {
  ...news,
  what: z.enum(MIGRATION_NEWS),
  migrationId: id,
  plan,
  clusterId: z.string(),
  cluster: z.string(),
  pool: z.string().optional(),
  environment: z.string(),
  region: z.string(),
  timeZone: z.string(),
  status: z.string(),
  step: z.string(),
  title: z.string(),
  notes: sentences,
  startedAt: instant,
  endedAt: instant.optional(),
  late: z.boolean(),
};

const retirementDigest = {
  ...news,
  what: z.enum(['monthly', 'moved']),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  title: z.string(),
  moved: z.array(
    z.object({
      name: z.string(),
      which: z.enum(['support-ends', 'images-removed']),
      before: day.optional(),
      after: day.optional(),
    }),
  ),
  items: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['supported', 'support-ended', 'images-removed', 'unknown']),
      supportEnds: day.optional(),
      imagesRemoved: day.optional(),
      pools: count,
      clusters: z.array(clusterName.extend({ pools: count })),
      more: count,
    }),
  ),
  partial: z.boolean(),
};

const signOffNews = {
  ...news,
  what: z.enum(SIGN_OFF_NEWS),
  plan,
  title: z.string(),
  why: sentences,
  awaited: z.array(z.object({ role: z.enum(ROLES), missing: count, owners: sentences })),
  asks: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), owner: z.string().optional() })),
  clusters: z.array(clusterName),
  opens: instant.optional(),
};

/** "Tell people this": the announcement itself, so that nothing has to be found again when it is delivered. */
export const Notify: z.ZodType<Announcement> = z.discriminatedUnion('kind', [
  z.object({
    ...news,
    kind: z.literal('findings-changed'),
    sweepId: id,
    subscriptionId: id,
    partial: z.boolean(),
    changes: z.array(change).min(1).max(CHANGES_PER_MESSAGE),
  }),
  z.object({
    ...news,
    kind: z.literal('subscription-first-seen'),
    sweepId: id,
    subscriptionId: id,
    subscriptionName: z.string(),
    partial: z.boolean(),
    clusters: count,
    pools: count,
    findings: z.object({ critical: count, high: count, medium: count, low: count }),
  }),
  z.object({ ...news, kind: z.literal('exemption-ending'), exemption, daysLeft: z.number().int() }),
  z.object({ ...plannedWork, kind: z.literal('planned-work') }),
  z.object({ ...alert, kind: z.literal('alert') }),
  z.object({ ...migrationNews, kind: z.literal('migration-news') }),
  z.object({ ...retirementDigest, kind: z.literal('retirement-digest') }),
  z.object({ ...signOffNews, kind: z.literal('sign-off') }),
  z.object({
    ...news,
    kind: z.literal('fleet-freeze'),
    what: z.enum(['frozen', 'lifted']),
    by: z.string(),
    reason: z.string(),
  }),
]);
export type Notify = Announcement;

/**
 * "Make what stands in this conversation about this topic what it is to be now." Session: the conversation, so that its
 * messages come in order and never two at once.
 */
export const PostChat = z.object({
  conversationId: id,
  /** As in `domain/chat/post.ts`. */
  topic: z.string().min(1).max(500),
  /** What is said; absent: it is built from what is so when it is posted. */
  news: Notify.optional(),
  /** How often the service has put it off; `notBefore` of the queue carries the waiting. */
  tries: count.optional(),
  /** Shows it as a new message at the bottom, once for each such id; absent: what stands there already is changed in place. */
  afresh: id.optional(),
});
export type PostChat = z.infer<typeof PostChat>;
