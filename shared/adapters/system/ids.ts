import { randomUUID } from 'node:crypto';
import type { IdMaker } from '../../ports/clock.ts';

/** `<prefix>-<32 hex digits>`: starts with a letter, and is safe in keys and URLs. */
export const randomIds: IdMaker = { next: (prefix) => `${prefix}-${randomUUID().replaceAll('-', '')}` };
