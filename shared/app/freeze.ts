import { InputError, UpstreamError } from '../domain/errors.ts';
import { type FreezeWord, freezeIn, freezeText } from '../domain/freeze/freeze.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import type { Instant } from '../domain/time.ts';
import type { StoredFreezeWord } from '../ports/freeze-store.ts';
import type { FreezeAnswer, FreezeView } from './freeze-views.ts';
import type { Notify } from './messages.ts';
import type { Parts } from './parts.ts';
import { iso } from './read/iso.ts';

export type FreezeParts = Pick<Parts, 'freezes' | 'sender' | 'ids' | 'clock'>;

const MOST_ATTEMPTS = 8;
const LEAST_WORDS = 3;
const MOST_WORDS = 1000;

/**
 * Lets nothing begin and nothing go forward anywhere, from the next write on. Frozen already: that word stands.
 *
 * @throws InputError FREEZE_WRONG when the reason is too short or too long
 * @throws UpstreamError when a store does not answer, or nobody can read what was said last
 */
export function freezeFleet(parts: FreezeParts, reason: string, by: Person): Promise<FreezeAnswer> {
  return say(parts, { what: 'frozen', reason: checked(reason), by });
}

/** Lets everything begin and go on again. @throws as `freezeFleet` does */
export function unfreezeFleet(parts: FreezeParts, by: Person, reason?: string): Promise<FreezeAnswer> {
  return say(parts, { what: 'lifted', reason: reason === undefined ? '' : checked(reason), by });
}

/** Whether the fleet is frozen, by whom and why. @throws UpstreamError when that cannot be read */
export async function freezeState({ freezes, clock }: Pick<Parts, 'freezes' | 'clock'>): Promise<FreezeView> {
  return viewOf((await freezes.find())?.word, clock.now());
}

/**
 * Tells what was said last and not told yet: a process that ended in between left it so. Twice is once: the same word has
 * the same id.
 */
export async function tellFreeze(parts: FreezeParts): Promise<void> {
  const found = await parts.freezes.find();
  if (found) await tell(parts, found);
}

type Said = Pick<FreezeWord, 'what' | 'reason' | 'by'>;

/** Saved before it is told. Of two who say it at once the first one's word stands, and both are told whose it is. */
async function say(parts: FreezeParts, said: Said): Promise<FreezeAnswer> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    await tellFreeze(parts);
    const found = await parts.freezes.find();
    const now = parts.clock.now();
    if ((found?.word.what ?? 'lifted') === said.what) {
      return { kind: said.what === 'frozen' ? 'frozen-already' : 'not-frozen', state: viewOf(found?.word, now) };
    }
    // What was said just now is told first: another word in its place would leave it untold.
    if (found && !found.word.told) continue;
    const word: FreezeWord = { ...said, id: parts.ids.next(IDS[said.what]), at: now, told: false };
    const saved = await parts.freezes.save(word, found?.etag);
    if (saved.kind === 'conflict') continue;
    await tell(parts, { word, etag: saved.etag });
    return { kind: said.what, state: viewOf(word, now) };
  }
  throw new UpstreamError(
    'STORE_CONTENDED',
    'The freeze of the fleet was changed each time this word was to be saved.',
  );
}

const IDS = { frozen: 'freeze', lifted: 'unfreeze' } as const;

async function tell({ freezes, sender }: FreezeParts, { word, etag }: StoredFreezeWord): Promise<void> {
  if (word.told) return;
  const { id, at, what, by, reason } = word;
  const news: Notify = { kind: 'fleet-freeze', id, at, what, by: by.name, reason };
  await sender.send('notify', [{ id, body: news }]);
  // Somebody has said something else meanwhile, or told this one: both are fine.
  await freezes.save({ ...word, told: true }, etag);
}

function checked(reason: string): string {
  const text = reason.trim();
  if (text.length >= LEAST_WORDS && text.length <= MOST_WORDS) return text;
  throw new InputError(
    'FREEZE_WRONG',
    `reason: read ${text.length} characters, expected ${LEAST_WORDS} to ${MOST_WORDS}: whoever is held by it must know why`,
    { field: 'reason', characters: text.length },
  );
}

function viewOf(word: FreezeWord | undefined, now: Instant): FreezeView {
  const asOf = iso(now);
  const freeze = freezeIn(word);
  if (freeze) {
    const { by, at, reason } = freeze;
    const shown = { by: by.name, at: iso(at), reason };
    return { asOf, frozen: true, says: freezeText(freeze), freeze: shown };
  }
  const says = 'The fleet is not frozen: migrations begin and go on as their plans say.';
  if (!word) return { asOf, frozen: false, says };
  const { by, at, reason } = word;
  const lifted = { by: by.name, at: iso(at), ...(reason !== '' && { reason }) };
  return { asOf, frozen: false, says, lifted };
}
