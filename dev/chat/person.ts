import { randomUUID } from 'node:crypto';
import { type Activity, CARD_TYPE, type CardPart, isPart, TOAST_TYPE } from './activity.ts';
import type { AppAnswer, AppDoor } from './app-door.ts';
import { actionsOf, filledIn } from './card-actions.ts';
import type { ChatState, Said } from './chat-state.ts';
import { channelDataOf, conversationOf, mentionOf } from './person-activity.ts';
import { BOT, type Member, type Place } from './places.ts';

export interface PersonOptions {
  readonly name: string;
  /** `undefined`: in no directory, as a guest of another service. */
  readonly directoryId: string | undefined;
  /** The tenant of the place when not given. */
  readonly tenantId?: string;
}

/** What this person's client changes on the way; the hostile ones change what they like. */
export interface Sending {
  /** The activity as it is sent. */
  readonly tamper?: (activity: Activity) => Activity;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Saying extends Sending {
  /** Whom the text names, as in `<at>Ada</at>`. */
  readonly mentions?: readonly Person[];
  /** The message that is answered, in a channel. */
  readonly under?: Said;
}

export interface Pressing extends Sending {
  /** By the ids of the card's inputs. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the button brings. */
  readonly data?: (data: Readonly<Record<string, unknown>>) => unknown;
}

/** What came of a button. */
export interface Pressed extends AppAnswer {
  /** The card that this person sees in place of the old one. */
  readonly card?: CardPart;
  readonly toast?: string;
}

/** A person at a chat client: what they do goes to the app as the service would send it. */
export interface Person extends Member {
  /** Adds the app to a place, and with it this person. */
  installs(place: Place, sending?: Sending): Promise<AppAnswer>;
  /** In a group and in a channel the app is addressed, as it hears nothing else there. */
  says(place: Place, text: string, saying?: Saying): Promise<AppAnswer>;
  /**
   * @param button its title or its verb
   * @throws Error when the card that this person sees has no such button, or a required input is empty
   */
  presses(message: Said, button: string, pressing?: Pressing): Promise<Pressed>;
  /** The card of a message as this person sees it: their own, when a button brought one. */
  sees(message: Said): CardPart | undefined;
}

type Service = Pick<ChatState, 'place' | 'open' | 'join' | 'find' | 'add'> & { readonly url: string };

export function personAt(service: Service, door: AppDoor, { name, directoryId, tenantId }: PersonOptions): Person {
  const account: Member = {
    id: `29:${randomUUID()}`,
    name,
    ...(directoryId !== undefined && { aadObjectId: directoryId }),
    ...(tenantId !== undefined && { tenantId }),
  };
  const own = new Map<string, { readonly card: CardPart; readonly updates: number }>();
  const keyOf = ({ placeId, id }: Said) => `${placeId} ${id}`;

  function sees(message: Said): CardPart | undefined {
    const now = service.find(message.placeId, message.id) ?? message;
    const mine = own.get(keyOf(message));
    // A message that was changed for everybody is changed for this person too.
    return mine && mine.updates === now.updates ? mine.card : now.card;
  }

  const send = (activity: Activity, { tamper = (same: Activity) => same, headers }: Sending) =>
    door(tamper(activity), headers);

  const conversation = (place: Place, thread?: string) => conversationOf(place, tenantId ?? place.tenantId, thread);

  const from = (place: Place, thread?: string): Activity => ({
    type: 'message',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: service.url,
    from: { id: account.id, name, ...(directoryId !== undefined && { aadObjectId: directoryId }) },
    recipient: BOT,
    conversation: conversation(place, thread),
    channelData: channelDataOf(place, tenantId ?? place.tenantId),
  });

  const join = (place: Place) => service.join(place.id, { ...account, tenantId: tenantId ?? place.tenantId });

  return {
    ...account,
    installs(place, sending = {}) {
      service.open(place);
      join(place);
      return send({ ...from(place), type: 'conversationUpdate', membersAdded: [{ id: BOT.id }] }, sending);
    },
    says(place, text, { mentions = [], under, ...sending } = {}) {
      join(place);
      for (const one of mentions) service.join(place.id, { tenantId: place.tenantId, ...memberOf(one) });
      const addressed = place.kind === 'personal' ? [] : [mentionOf(BOT)];
      const activity: Activity = {
        ...from(place),
        text: place.kind === 'personal' ? text : `<at>${BOT.name}</at> ${text}\n`,
        textFormat: 'plain',
        entities: [...addressed, ...mentions.map(mentionOf), { type: 'clientInfo', locale: 'en-US', platform: 'Web' }],
      };
      const thread = under && (under.thread ?? under.id);
      const { id } = service.add({ placeId: place.id, ...(thread && { thread }), by: account.id, activity });
      return send({ ...activity, id, conversation: conversation(place, thread ?? id) }, sending);
    },
    async presses(
      message,
      button,
      { inputs = {}, data = (same: Readonly<Record<string, unknown>>): unknown => same, ...sending } = {},
    ) {
      const place = service.place(message.placeId);
      const card = sees(message);
      const action = card && actionsOf(card).find(({ title, verb }) => title === button || verb === button);
      if (!place || !card || !action) throw new Error(`${name} sees no button ${JSON.stringify(button)}`);
      const brought = data({ ...action.data, ...filledIn(card, action, inputs) });
      const activity = { ...from(place, message.thread ?? message.id), replyToId: message.id };
      if (action.type === 'Action.Submit') return send({ ...activity, value: brought }, sending);
      const { verb } = action;
      const execute = { type: action.type, title: action.title, ...(verb !== undefined && { verb }), data: brought };
      const value = { action: execute, trigger: 'manual' };
      const answer = await send({ ...activity, type: 'invoke', name: 'adaptiveCard/action', value }, sending);
      const shown = shownOf(answer.body);
      const { updates } = service.find(message.placeId, message.id) ?? message;
      if (shown.card) own.set(keyOf(message), { card: shown.card, updates });
      return { ...answer, ...shown };
    },
    sees,
  };
}

function shownOf(body: unknown): Pick<Pressed, 'card' | 'toast'> {
  if (!isPart(body)) return {};
  const { type, value } = body;
  if (type === CARD_TYPE && isPart(value)) return { card: value };
  return type === TOAST_TYPE && typeof value === 'string' ? { toast: value } : {};
}

function memberOf({ id, name, aadObjectId, tenantId }: Person): Member {
  return { id, name, ...(aadObjectId && { aadObjectId }), ...(tenantId && { tenantId }) };
}
