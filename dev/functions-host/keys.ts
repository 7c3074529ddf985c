import { createHash, timingSafeEqual } from 'node:crypto';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

/** The keys a caller may show. */
export interface HostKeys {
  readonly function: string;
  /** Opens everything, also the admin endpoints. */
  readonly master: string;
}

/**
 * Whether a request may pass, by the header `x-functions-key` or the query's `code`.
 *
 * @param keys `undefined` when keys are not asked for, the usual case on a developer's machine.
 */
export function mayPass(level: AuthLevel, given: string | undefined, keys: HostKeys | undefined): boolean {
  if (!keys || level === 'anonymous') return true;
  if (given === undefined) return false;
  return isSame(given, keys.master) || (level === 'function' && isSame(given, keys.function));
}

/** Compared by digest, so that neither content nor length shows in the time it takes. */
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const digest = (text: string) => createHash('sha256').update(text).digest();
