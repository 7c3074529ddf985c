import { createHash, randomUUID } from 'node:crypto';
import type { IdMaker } from '../../ports/clock.ts';

/** `<prefix>-<32 hex digits>`: starts with a letter, and is safe in keys and URLs. */
export const systemIds: IdMaker = {
  next: (prefix) => `${prefix}-${randomUUID().replaceAll('-', '')}`,
  of: (prefix, text) => `${prefix}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
};
