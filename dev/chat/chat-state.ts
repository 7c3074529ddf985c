import { EventEmitter, once } from 'node:events';
import { type Activity, type CardPart, cardOf } from './activity.ts';
import type { Member, Place } from './places.ts';

/** A message as it stands in a place, of the app or of a person. */
export interface Said {
  readonly id: string;
  readonly placeId: string;
  /** The message that it stands under, in a channel. */
  readonly thread?: string;
  /** `app`, or the account of a person. */
  readonly by: string;
  /** As it is now. */
  readonly activity: Activity;
  readonly text: string;
  readonly card?: CardPart;
  /** How often it was changed. */
  readonly updates: number;
}

export interface ChatState {
  open(place: Place): void;
  /** From now on nobody knows the place. */
  close(placeId: string): void;
  place(placeId: string): Place | undefined;
  /** The place of that id, or the channels of the team of that id. */
  placesOf(id: string): readonly Place[];
  join(placeId: string, member: Member): void;
  members(placeId: string): readonly Member[];
  /** What stands, oldest first; of one place, or of all. */
  messages(placeId?: string): readonly Said[];
  /** Of these, what the app said. */
  ofApp(placeId?: string): readonly Said[];
  find(placeId: string, messageId: string): Said | undefined;
  add(message: { placeId: string; thread?: string; by: string; activity: Activity }): Said;
  change(placeId: string, messageId: string, activity: Activity): Said | undefined;
  remove(placeId: string, messageId: string): boolean;
  /** Whether there was such a message, and it was removed. */
  wasRemoved(placeId: string, messageId: string): boolean;
  /**
   * The oldest message that is as wanted, as soon as there is one; also one that stands already.
   * @throws Error when there is none in that time
   */
  until(wanted: (message: Said) => boolean, timeoutMs?: number): Promise<Said>;
}

/** Ids count up from a moment in milliseconds, as those of Teams do. */
const FIRST_ID = 1_796_000_000_000;

export function chatState(): ChatState {
  const places = new Map<string, Place>();
  const members = new Map<string, Member[]>();
  const removed = new Set<Said>();
  let messages: readonly Said[] = [];
  let lastId = FIRST_ID;
  const happened = new EventEmitter();
  happened.setMaxListeners(0);

  const messagesOf = (placeId?: string) => messages.filter((one) => placeId === undefined || one.placeId === placeId);
  const find = (placeId: string, messageId: string) =>
    messages.find((one) => one.placeId === placeId && one.id === messageId);

  return {
    open(place) {
      places.set(place.id, place);
    },
    close(placeId) {
      places.delete(placeId);
      messages = messages.filter((one) => one.placeId !== placeId);
    },
    place: (placeId) => places.get(placeId),
    placesOf: (id) => [...places.values()].filter((place) => place.id === id || place.team?.id === id),
    join(placeId, member) {
      const others = (members.get(placeId) ?? []).filter(({ id }) => id !== member.id);
      members.set(placeId, [...others, member]);
    },
    members: (placeId) => members.get(placeId) ?? [],
    messages: messagesOf,
    ofApp: (placeId) => messagesOf(placeId).filter(({ by }) => by === 'app'),
    find,
    add({ placeId, thread, by, activity }) {
      lastId += 1;
      const said = saidOf({ id: String(lastId), placeId, ...(thread && { thread }), by, updates: 0 }, activity);
      messages = [...messages, said];
      happened.emit('message');
      return said;
    },
    change(placeId, messageId, activity) {
      const before = find(placeId, messageId);
      if (!before) return undefined;
      const after = saidOf({ ...before, updates: before.updates + 1 }, activity);
      messages = messages.map((one) => (one === before ? after : one));
      happened.emit('message');
      return after;
    },
    remove(placeId, messageId) {
      const before = find(placeId, messageId);
      messages = messages.filter((one) => one !== before);
      if (before) removed.add(before);
      return before !== undefined;
    },
    wasRemoved: (placeId, messageId) => [...removed].some((one) => one.placeId === placeId && one.id === messageId),
    async until(wanted, timeoutMs = 10_000) {
      const signal = AbortSignal.timeout(timeoutMs);
      for (;;) {
        const found = messages.find(wanted);
        if (found) return found;
        await once(happened, 'message', { signal }).catch(() => {
          const stands = messages.map(({ text, card }) => text || (card ? 'a card' : 'nothing')).join(' | ');
          throw new Error(`no such message in ${timeoutMs} ms; what stands: ${stands.slice(0, 1000) || 'nothing'}`);
        });
      }
    },
  };
}

function saidOf(where: Omit<Said, 'activity' | 'text' | 'card'>, activity: Activity): Said {
  const { id, placeId, thread, by, updates } = where;
  const card = cardOf(activity);
  return {
    id,
    placeId,
    ...(thread !== undefined && { thread }),
    by,
    activity,
    text: activity.text ?? '',
    ...(card && { card }),
    updates,
  };
}
