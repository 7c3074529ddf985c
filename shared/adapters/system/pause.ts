import { setTimeout as wait } from 'node:timers/promises';
import type { Pause } from '../../ports/clock.ts';

/** Waits in real time, whatever the fleet's clock says: Azure's limits do not run faster for a demo. */
export const systemPause: Pause = (ms) => wait(ms);
