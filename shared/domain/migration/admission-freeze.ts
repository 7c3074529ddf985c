import { type FreezeWord, freezeIn, freezeText } from '../freeze/freeze.ts';
import type { Admission } from './admission.ts';

/** What is known of a freeze of the fleet. */
export type FreezeSeen =
  | { readonly kind: 'seen'; readonly word: FreezeWord | undefined }
  /** Something is stored, and nobody can read what. */
  | { readonly kind: 'unreadable' };

/** Whether the fleet is frozen: then nothing begins and nothing goes forward. What cannot be read may be a freeze. */
export function freezeGate(seen: FreezeSeen): Admission['gates'] {
  if (seen.kind === 'unreadable') {
    return {
      kind: 'shut',
      why: 'Whether the fleet is frozen cannot be read, so it is taken to be: see docs/errors/STORED_RECORD_UNREADABLE.md.',
    };
  }
  const freeze = freezeIn(seen.word);
  return freeze ? { kind: 'shut', why: `${freezeText(freeze)} Lift it with unfreeze.` } : { kind: 'clear' };
}
