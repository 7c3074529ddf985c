import type { ChatEvent, ChatPerson } from '../../domain/chat/event.ts';
import type { IdMaker } from '../../ports/clock.ts';
import type { IncomingActivity } from './read-activity.ts';

/** Who, where and when of an activity, in our words. */
export function eventOf(activity: IncomingActivity, what: ChatEvent['what'], ids: IdMaker): ChatEvent {
  return {
    id: activity.id ?? ids.of('event', JSON.stringify(activity)),
    conversation: conversationOf(activity, ids),
    from: personOf(activity),
    what,
  };
}

/**
 * Who acts: the directory's id of the account, and the tenant of the conversation. Two different tenants in one activity
 * vouch for none.
 */
function personOf({ from, conversation, channelData }: IncomingActivity): ChatPerson {
  const directoryId = lowerCase(from.aadObjectId);
  const tenants = new Set([conversation.tenantId, channelData?.tenant?.id].flatMap((id) => lowerCase(id) ?? []));
  const [tenantId] = tenants.size === 1 ? tenants : [];
  return {
    ...(directoryId !== undefined && { directoryId }),
    ...(tenantId !== undefined && { tenantId }),
    name: from.name ?? '',
  };
}

function conversationOf(activity: IncomingActivity, ids: IdMaker): ChatEvent['conversation'] {
  const { serviceUrl, conversation, recipient, channelData } = activity;
  const kind = kindOf(activity);
  const { directoryId, tenantId, name } = personOf(activity);
  const conversationId = placeIdOf(activity);
  const team = channelData?.team;
  const known = channelData?.channel?.name ?? conversation.name ?? '';
  return {
    id: ids.of('conversation', JSON.stringify([tenantId ?? '', conversationId])),
    kind,
    ref: {
      serviceUrl,
      conversationId,
      ...(tenantId !== undefined && { tenantId }),
      bot: { id: recipient.id, ...(recipient.name !== undefined && { name: recipient.name }) },
    },
    name: kind === 'personal' ? name : known,
    ...(team && { team: { id: team.id, ...(team.name !== undefined && { name: team.name }) } }),
    ...(kind === 'personal' &&
      directoryId !== undefined && { person: { id: directoryId, name, ...(tenantId !== undefined && { tenantId }) } }),
  };
}

/** Without the thread; of a channel that is gone its own, as the event comes from the team's first one. */
function placeIdOf({ conversation, channelData }: IncomingActivity): string {
  const gone = channelData?.eventType === 'channelDeleted' ? channelData.channel?.id : undefined;
  return gone ?? conversation.id.split(';messageid=')[0] ?? conversation.id;
}

function kindOf({ conversation, channelData }: IncomingActivity): 'channel' | 'group' | 'personal' {
  const { conversationType, isGroup } = conversation;
  if (conversationType === 'channel' || (conversationType === undefined && channelData?.team)) return 'channel';
  if (conversationType === 'groupChat' || (conversationType === undefined && isGroup)) return 'group';
  return conversationType === undefined || conversationType === 'personal' ? 'personal' : 'group';
}

function lowerCase(id: string | undefined): string | undefined {
  return id?.trim().toLowerCase() || undefined;
}
