/** Delegations as people and programs are shown them. Days are `YYYY-MM-DD`, moments are ISO 8601 in UTC. */
import { z } from 'zod';
import { ROLES } from '../domain/sign-off/sign-off.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.iso.datetime();

export const DelegationView = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  role: z.enum(ROLES),
  begins: moment,
  ends: moment,
  givenAt: moment,
  state: z.enum(['to-come', 'in-force', 'ended']),
});
export type DelegationView = z.infer<typeof DelegationView>;

/** What a person gives to let another one speak in their place. */
export const NewDelegation = z.object({
  role: z.enum(ROLES),
  /** Directory id of who is to speak. */
  to: z.guid().toLowerCase(),
  toName: z.string().trim().min(1).max(200),
  /** First day (UTC); absent: from now on. */
  from: day.optional(),
  /** Last day (UTC) on which it counts. */
  until: day,
});
export type NewDelegation = z.infer<typeof NewDelegation>;

/** Who asks, where no sign-in tells it: only the local stack takes this. */
const person = z.string().trim().min(1).max(200).optional();

/** A delegation as it is sent to the API. */
export const DelegationRequest = z.strictObject({ ...NewDelegation.shape, person });
export type DelegationRequest = z.infer<typeof DelegationRequest>;

/** Who ends a delegation. */
export const EndDelegationRequest = z.strictObject({ person });
export type EndDelegationRequest = z.infer<typeof EndDelegationRequest>;

export const DelegationAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('given'), delegation: DelegationView }),
  z.object({ kind: z.literal('refused'), because: z.string() }),
]);
export type DelegationAnswer = z.infer<typeof DelegationAnswer>;

export type DelegationEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly because: string };
