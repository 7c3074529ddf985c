/**
 * The freeze of the fleet as people and programs are shown it: one schema each for the HTTP API, the OpenAPI document,
 * the CLI's `json` and the pages. Moments are ISO 8601 in UTC.
 */
import { z } from 'zod';

const moment = z.iso.datetime();

export const FreezeView = z.object({
  /** When this was said, by the fleet's clock. */
  asOf: moment,
  frozen: z.boolean(),
  /** One sentence: who, since when and why; or that nothing holds the fleet. */
  says: z.string(),
  /** Set while it is frozen. */
  freeze: z.object({ by: z.string(), at: moment, reason: z.string() }).optional(),
  /** Who lifted the last one; absent: it is frozen, or never was. */
  lifted: z.object({ by: z.string(), at: moment, reason: z.string().optional() }).optional(),
});
export type FreezeView = z.infer<typeof FreezeView>;

export const FreezeAnswer = z.object({
  /** `frozen-already`, `not-frozen`: it was so before, and stays as it was said then. */
  kind: z.enum(['frozen', 'frozen-already', 'lifted', 'not-frozen']),
  state: FreezeView,
});
export type FreezeAnswer = z.infer<typeof FreezeAnswer>;

const reason = z.string().trim().min(3).max(1000);
/** Who asks, where no sign-in tells it: only the local stack takes this. */
const person = z.string().trim().min(1).max(200).optional();

/** A freeze as it is sent to the API. */
export const FreezeRequest = z.strictObject({ reason, person });
export type FreezeRequest = z.infer<typeof FreezeRequest>;

/** The end of one as it is sent to the API. */
export const UnfreezeRequest = z.strictObject({ reason: reason.optional(), person });
export type UnfreezeRequest = z.infer<typeof UnfreezeRequest>;
