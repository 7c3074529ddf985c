import type { Entity } from './activity.ts';
import type { Place } from './places.ts';

/** Teams names whom a person mentions by the account's id, and leaves the directory's id out. */
export function mentionOf({ id, name }: { readonly id: string; readonly name: string }): Entity {
  return { type: 'mention', mentioned: { id, name }, text: `<at>${name}</at>` };
}

export function conversationOf({ id, kind, name }: Place, tenantId: string, thread: string | undefined) {
  const common = { tenantId, ...(name !== undefined && kind !== 'personal' && { name }) };
  if (kind === 'personal') return { ...common, conversationType: 'personal', id };
  if (kind === 'group') return { ...common, isGroup: true, conversationType: 'groupChat', id };
  const conversationId = thread === undefined ? id : `${id};messageid=${thread}`;
  return { ...common, isGroup: true, conversationType: 'channel', id: conversationId };
}

export function channelDataOf({ id, team }: Place, tenantId: string) {
  return { tenant: { id: tenantId }, ...(team && { team, channel: { id } }) };
}
