import type { Conversation } from '../../domain/chat/conversation.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';

/** Whom a personal chat is with, with the tenant that the service told of them; `undefined`: it is none, or nobody was told. */
export function personOf({ kind, person, ref }: Conversation): Person | undefined {
  if (kind !== 'personal' || !person?.id) return undefined;
  const tenantId = person.tenantId ?? ref.tenantId;
  return { ...person, ...(tenantId !== undefined && { tenantId }) };
}

/** A personal chat with somebody of a directory whose people may decide: only those are written to of our own accord. */
export function isOurs(chatTenants: readonly string[], conversation: Conversation): boolean {
  const tenantId = personOf(conversation)?.tenantId?.toLowerCase();
  return tenantId !== undefined && chatTenants.includes(tenantId);
}
