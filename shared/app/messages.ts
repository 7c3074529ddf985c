import { z } from 'zod';
import type { Announcement } from '../domain/announcement.ts';
import { RULE_IDS, SEVERITIES } from '../domain/policy/finding.ts';

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
export const AdvanceMigration = z.object({ migrationId: id, clusterId: z.string().min(1).max(1000).toLowerCase() });
export type AdvanceMigration = z.infer<typeof AdvanceMigration>;

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
]);
export type Notify = Announcement;
