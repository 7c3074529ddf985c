/** Alerts as people and programs are shown them. Moments are ISO 8601 in UTC. */
import { z } from 'zod';
import { ALERT_RULES, CHOICES } from '../../domain/alert/alert.ts';

const moment = z.iso.datetime();
const texts = z.array(z.string());

export const RuleView = z.object({
  rule: z.enum(ALERT_RULES),
  kind: z.enum(['healthy', 'breached', 'unknown', 'not-watched']),
  since: moment,
  value: z.number().optional(),
  threshold: z.number(),
  unit: z.string(),
  why: z.string(),
  /** Seen and not counted, with the reason. */
  background: texts,
  /** A minute without a value is a minute that nobody could see. */
  chart: z.array(z.object({ at: moment, value: z.number().optional() })),
});
export type RuleView = z.infer<typeof RuleView>;

export const RecommendationView = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(['open', 'held', 'answered', 'closed']),
  rules: z.array(z.enum(ALERT_RULES)),
  openedAt: moment,
  proposed: z.enum(CHOICES),
  title: z.string(),
  ifRolledBack: z.string(),
  ifGoingOn: z.string(),
  lately: z.array(z.object({ at: moment, what: z.string() })),
  affected: z.array(z.object({ what: z.string(), owner: z.string().optional() })),
  choices: z.array(z.object({ choice: z.enum(CHOICES), what: z.string(), proposed: z.boolean() })),
  answer: z.object({ choice: z.enum(CHOICES), by: z.string(), at: moment, reason: z.string() }).optional(),
  askAgainAt: moment.optional(),
  closedBecause: z.string().optional(),
});
export type RecommendationView = z.infer<typeof RecommendationView>;

export const AlertView = z.object({
  migrationId: z.string(),
  verdict: z.object({ kind: z.enum(['healthy', 'breached', 'unknown']), why: z.string(), since: moment }),
  evaluatedAt: moment.optional(),
  rules: z.array(RuleView),
  gaps: z.array(z.object({ from: moment, to: moment })),
  suppressions: z.array(
    z.object({
      rule: z.enum(ALERT_RULES),
      object: z.string().optional(),
      until: moment,
      by: z.string(),
      reason: z.string(),
    }),
  ),
  recommendation: RecommendationView.optional(),
});
export type AlertView = z.infer<typeof AlertView>;

/** `version` of the recommendation that was looked at: an answer to another one is refused. */
export const NewAlertAnswer = z.object({
  version: z.int().min(1),
  choice: z.enum(CHOICES),
  reason: z.string().trim().min(3).max(1000),
});
export type NewAlertAnswer = z.infer<typeof NewAlertAnswer>;

export const AlertAnswerView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), choice: z.enum(CHOICES) }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type AlertAnswerView = z.infer<typeof AlertAnswerView>;
