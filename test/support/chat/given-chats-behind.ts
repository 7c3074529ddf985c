/** An app with conversations of every kind behind its routes: for the API and the command line. */
import { markGone, plainConversation } from '../../../shared/app/chat/conversations.ts';
import type { Behind, HttpSettings } from '../../../shared/host/http/answer.ts';
import { NOW } from '../fleet.ts';
import { channel, EVERYTHING, type GivenChat, givenChat, NOTHING, personal, tagged } from './given-chat.ts';

export const OPS = channel('ops', 'platform');
export const SHOP = channel('shop \u202e<b>');
export const BEN = personal('Ben');

/** Everything is heard in one, one team's clusters in one that is gone, and nothing in a person's own chat. */
export async function givenChats(settings: Partial<HttpSettings> = {}): Promise<{ given: GivenChat; behind: Behind }> {
  const given = givenChat();
  const { parts, idOf } = given;
  await given.let(OPS, EVERYTHING);
  await given.let(SHOP, tagged('team', 'shop'));
  await given.let(BEN, NOTHING);
  await plainConversation(parts, idOf(OPS), true);
  await markGone(parts, idOf(SHOP), 'it answered 403');
  await parts.refusals.add({
    id: 'refusal-1',
    at: NOW,
    kind: 'wrong-person',
    what: 'Approves plan abc.',
    why: 'Only who holds platform may.',
    person: { id: 'eve-id', name: 'Eve' },
    conversationId: idOf(OPS),
  });
  const running = async () => ({
    fleet: given.fleet,
    clock: parts.clock,
    config: { HTTP_AUTH: 'open', ...settings } as HttpSettings,
  });
  const failed = (error: unknown) => {
    throw error;
  };
  return { given, behind: { running, failed } };
}
