import type { SignOffState } from '../sign-off/sign-off.ts';
import { voiceText } from '../sign-off/words.ts';
import type { Action } from './action.ts';
import type { PassFacts } from './step-rule.ts';
import type { Write } from './write.ts';

const AGAIN_SECONDS = 60;

/**
 * Keeps the source pool until two people have said yes to the plan, in whatever roles: what is deleted does not come
 * back. Our own target pool is not held by it.
 */
export function barToDeleteAlone({ migration }: PassFacts, write: Write, state: SignOffState): Action | undefined {
  const deletes = write.kind === 'delete-machines' || write.kind === 'delete-pool';
  if (!deletes || migration.direction !== 'forward' || migration.step !== 'delete-source') return undefined;
  const yes = state.kind === 'complete' ? [...state.by, ...(state.beside ?? [])] : [];
  if (yes.length > 1) return undefined;
  const [only] = yes;
  const so = only ? `only ${voiceText(only)} has said yes` : 'nobody has said yes';
  return {
    kind: 'wait',
    because: `Deleting a pool takes two people; ${so}: ${only ? 'a second yes' : 'their yes'} of any role is awaited.`,
    againSeconds: AGAIN_SECONDS,
  };
}
