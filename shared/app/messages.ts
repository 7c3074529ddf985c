import { z } from 'zod';

const id = z.string().min(1).max(200);

/** "Read this subscription for this sweep." Everything else is looked up when it is handled. */
export const SweepSubscription = z.object({ sweepId: id, subscriptionId: z.guid().toLowerCase() });
export type SweepSubscription = z.infer<typeof SweepSubscription>;

// Notify: the announcement itself (see domain/announcement.ts), at most 50 changes a message.
export const Notify = z.object({ id, kind: z.string() });
export type Notify = z.infer<typeof Notify>;
