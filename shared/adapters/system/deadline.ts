import type { Deadline } from '../../ports/deadline.ts';

/** By the machine's timers. */
export const systemDeadline: Deadline = (milliseconds) => AbortSignal.timeout(Math.max(0, milliseconds));
