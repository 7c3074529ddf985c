import type { ChatEvent } from '../../domain/chat/event.ts';
import type { Refusal } from '../../domain/chat/refusal.ts';
import { conversationIdOf } from '../chat/conversations.ts';
import type { Parts } from '../parts.ts';
import { cleaned, cut } from './cards/safe.ts';

/** A word that is not taken, and why. */
export type Refused = Pick<Refusal, 'kind' | 'what' | 'why' | 'planHash' | 'migrationId'>;

const LONGEST = 500;
const LONGEST_NAME = 200;

/** Keeps a refusal for whoever looks into it; the same event that comes twice is kept once. */
export async function recordRefusal(
  { refusals, ids, clock }: Pick<Parts, 'refusals' | 'ids' | 'clock'>,
  { id, from, conversation }: ChatEvent,
  { kind, what, why, planHash, migrationId }: Refused,
): Promise<void> {
  const conversationId = conversationIdOf(ids, conversation.ref);
  await refusals.add({
    id: ids.of('refusal', JSON.stringify([conversationId, id, kind])),
    at: clock.now(),
    kind,
    what: cut(cleaned(what), LONGEST),
    why: cut(cleaned(why), LONGEST),
    person: {
      ...(from.directoryId !== undefined && { id: from.directoryId }),
      ...(from.tenantId !== undefined && { tenantId: from.tenantId }),
      name: cut(cleaned(from.name), LONGEST_NAME),
    },
    conversationId,
    ...(planHash !== undefined && { planHash }),
    ...(migrationId !== undefined && { migrationId }),
  });
}
