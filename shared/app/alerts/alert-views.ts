/** Alerts as people and programs are shown them. Moments are ISO 8601 in UTC. */
import { z } from 'zod';
import { ALERT_RULES, CHOICES } from '../../domain/alert/alert.ts';
import { ViabilityView } from '../migration-views.ts';

const moment = z.iso.datetime();
const texts = z.array(z.string());

export const RuleView = z.object({
  rule: z.enum(ALERT_RULES),
  kind: z.enum(['healthy', 'breached', 'unknown', 'not-watched']),
  since: moment,
  /** Breached, but seen healthy since then without a break: it must stay so for a while. */
  healthySince: moment.optional(),
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
  updatedAt: moment,
  proposed: z.enum(CHOICES),
  title: z.string(),
  ifRolledBack: z.string(),
  ifGoingOn: z.string(),
  lately: z.array(z.object({ at: moment, what: z.string() })),
  affected: z.array(z.object({ what: z.string(), owner: z.string().optional() })),
  choices: z.array(z.object({ choice: z.enum(CHOICES), what: z.string(), proposed: z.boolean() })),
  /** Who is told, and whose yes is asked, beside those who choose. */
  told: z.array(
    z.object({
      who: z.enum(['on-call', 'application', 'security', 'management']),
      does: z.enum(['is-told', 'approve']),
      why: z.string(),
    }),
  ),
  answer: z.object({ choice: z.enum(CHOICES), by: z.string(), at: moment, reason: z.string() }).optional(),
  askAgainAt: moment.optional(),
  closedBecause: z.string().optional(),
});
export type RecommendationView = z.infer<typeof RecommendationView>;

export const AlertView = z.object({
  /** When this was said, by the fleet's clock. */
  asOf: moment,
  migrationId: z.string(),
  cluster: z.string(),
  /** Whether it can be rolled back, and until when. */
  viability: ViabilityView,
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

/** An answer as it is sent to the API. `person`: where no sign-in tells it, and only there. */
export const AlertAnswerRequest = z.strictObject({
  ...NewAlertAnswer.shape,
  person: z.string().trim().min(1).max(200).optional(),
});
export type AlertAnswerRequest = z.infer<typeof AlertAnswerRequest>;

export const AlertAnswerView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), choice: z.enum(CHOICES) }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type AlertAnswerView = z.infer<typeof AlertAnswerView>;

/** What became of a test page, channel by channel in the order of `ON_CALL_CHANNELS`; empty: none is configured. */
export const OnCallTestView = z.object({
  at: moment,
  /** As the channels show it. */
  id: z.string(),
  channels: z.array(
    z.object({ name: z.string(), kind: z.enum(['told', 'refused', 'unreachable']), why: z.string().optional() }),
  ),
});
export type OnCallTestView = z.infer<typeof OnCallTestView>;

export const OnCallTestRequest = z.strictObject({ person: AlertAnswerRequest.shape.person });
export type OnCallTestRequest = z.infer<typeof OnCallTestRequest>;
