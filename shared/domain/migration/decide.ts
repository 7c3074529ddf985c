import type { Remembered } from './remembered.ts';
import type { Decision } from './step-rule.ts';
import type { Write } from './write.ts';

type Of<K extends Decision['kind']> = Extract<Decision, { kind: K }>;

/** The four decisions a step can come to, in words that read like one. */
export function done(because: string, remember?: Partial<Remembered>): Of<'done'> {
  return { kind: 'done', because, ...(remember && { remember }) };
}

export function wait(because: string, againSeconds: number, remember?: Partial<Remembered>): Of<'wait'> {
  return { kind: 'wait', because, againSeconds, ...(remember && { remember }) };
}

export function write(what: Write, because: string, remember?: Partial<Remembered>): Of<'write'> {
  return { kind: 'write', write: what, because, ...(remember && { remember }) };
}

/** @param code has a page in docs/errors */
export function stop(code: string, because: string, remedy: string): Of<'stop'> {
  return { kind: 'stop', because, remedy, code };
}
