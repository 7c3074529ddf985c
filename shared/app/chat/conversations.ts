import type { Conversation, ConversationRef, Hears } from '../../domain/chat/conversation.ts';
import type { ChatEvent } from '../../domain/chat/event.ts';
import { UpstreamError } from '../../domain/errors.ts';
import { personText } from '../../domain/sign-off/person-text.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import { syncOwnFindings } from '../own-findings.ts';
import type { Parts } from '../parts.ts';
import { goneOf, NOBODY_HEARS, raiseGone } from './troubles.ts';

type Needed = Pick<Parts, 'conversations' | 'ids' | 'clock' | 'ownFindings'>;

const TRIES = 5;
/** What a service may call a place or a person; more is cut. */
const LONGEST_NAME = 300;

/** Our id of a place: the same place is the same record, also after we were taken out of it and came back. */
export function conversationIdOf(ids: Parts['ids'], { tenantId = '', conversationId }: ConversationRef): string {
  return ids.of('conversation', JSON.stringify([tenantId.toLowerCase(), conversationId]));
}

/**
 * Remembers where an event came from, so that we can speak there later. A place that is new hears nothing until somebody
 * says what it is to hear; one that was gone and speaks again hears what it heard before. Whoever lets us into a team lets
 * us into all of its channels that we knew.
 *
 * @throws UpstreamError when a store does not answer, or the record changes each time
 */
export async function knowConversation(parts: Needed, event: ChatEvent): Promise<Conversation> {
  const id = conversationIdOf(parts.ids, event.conversation.ref);
  const { before, after } = await change(parts, id, (known) => knownFrom(event, id, known, parts.clock.now()));
  if (before?.gone) await syncOwnFindings(parts, goneOf(id), []);
  if (event.what.kind === 'added')
    for (const other of await ofTheSameTeam(parts, event, id)) await takeBack(parts, other.id);
  return after as Conversation;
}

/**
 * We were taken out of it, and with a team out of all of its channels. What they heard is kept, for the day when we are let
 * in again; until then findings say that they are gone.
 */
export async function forgetConversation(parts: Needed, event: ChatEvent): Promise<void> {
  const id = conversationIdOf(parts.ids, event.conversation.ref);
  const why = `${event.from.name.slice(0, 100) || 'Somebody'} took the app out.`;
  await markGone(parts, id, why);
  for (const other of await ofTheSameTeam(parts, event, id)) await markGone(parts, other.id, why);
}

async function ofTheSameTeam(
  { conversations }: Needed,
  { conversation }: ChatEvent,
  id: string,
): Promise<readonly Conversation[]> {
  const { team } = conversation;
  if (!team) return [];
  const all = (await conversations.list()).conversations.map((stored) => stored.conversation);
  return all.filter((other) => other.id !== id && other.team?.id === team.id);
}

async function takeBack(parts: Needed, id: string): Promise<void> {
  await change(parts, id, (known) => known && { ...known, gone: undefined });
  await syncOwnFindings(parts, goneOf(id), []);
}

/** It does not take messages any more. One that nobody knew, and one that hears nothing, leaves no finding. */
export async function markGone(parts: Needed, id: string, why: string): Promise<void> {
  const gone = { at: parts.clock.now(), why: why.slice(0, LONGEST_NAME) };
  const { after } = await change(parts, id, (known) => (known && !known.gone ? { ...known, gone } : known));
  if (after && after.hears.kind !== 'nothing') await raiseGone(parts, after, after.gone?.why ?? why);
}

export type RouteAnswer =
  | { readonly kind: 'routed'; readonly conversation: Conversation }
  | { readonly kind: 'missing' };

/** Says which clusters a conversation hears about, from now on. */
export async function routeConversation(parts: Needed, id: string, hears: Hears, by: Person): Promise<RouteAnswer> {
  const routed = { by: personText(by), at: parts.clock.now() };
  const { after } = await change(
    parts,
    id,
    (known) => known && { ...known, hears, routed, gone: goneStill(known, hears) },
  );
  if (!after) return { kind: 'missing' };
  // Whether somebody hears now is seen with the next news.
  await syncOwnFindings(parts, NOBODY_HEARS, []);
  await syncOwnFindings(parts, goneOf(id), []);
  return { kind: 'routed', conversation: after };
}

/** Who says what one that is gone hears wants it tried again; one that is to hear nothing may stay away. */
function goneStill({ gone }: Conversation, hears: Hears): Conversation['gone'] {
  return hears.kind === 'nothing' ? gone : undefined;
}

/** Has everything said there as text from now on, or as cards again. */
export async function plainConversation(parts: Needed, id: string, asText: boolean): Promise<'saved' | 'missing'> {
  const { after } = await change(parts, id, (known) => known && { ...known, plain: asText ? true : undefined });
  return after ? 'saved' : 'missing';
}

/** What an event tells is newer than what was known, unless it tells nothing: services leave names out. */
function knownFrom({ conversation }: ChatEvent, id: string, known: Conversation | undefined, now: number) {
  const { kind, ref, name, team, person } = conversation;
  const teamName = cut(team?.name ?? '') || known?.team?.name;
  const who = person ?? known?.person;
  const { hears, routed, plain, since }: Partial<Conversation> = known ?? {};
  return {
    id,
    kind,
    ref,
    name: cut(name) || (known?.name ?? ''),
    ...(team && { team: { id: team.id, ...(teamName !== undefined && { name: teamName }) } }),
    ...(!team && known?.team && { team: known.team }),
    ...(who && { person: { ...who, name: cut(who.name) } }),
    hears: hears ?? { kind: 'nothing' },
    ...(routed && { routed }),
    ...(plain && { plain }),
    since: since ?? now,
  } satisfies Conversation;
}

function cut(name: string): string {
  return name.trim().slice(0, LONGEST_NAME);
}

/** Saves what `next` makes of the record, and nothing when that is what it is already. */
async function change(
  { conversations }: Needed,
  id: string,
  next: (known: Conversation | undefined) => Conversation | undefined,
): Promise<{ readonly before: Conversation | undefined; readonly after: Conversation | undefined }> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await conversations.find(id);
    const before = found?.conversation;
    const after = next(before);
    if (!after || isSame(before, after)) return { before, after };
    if ((await conversations.save(after, found?.etag)) === 'saved') return { before, after };
  }
  throw new UpstreamError('STORE_CONTENDED', 'What is known of a conversation changed each time it was to be saved.', {
    conversationId: id,
  });
}

function isSame(before: Conversation | undefined, after: Conversation): boolean {
  return before !== undefined && text(before) === text(after);
}

/** Fields in one order: a store may give them back in another. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
