import type { TurnContext } from 'botbuilder';
import type { Mention } from '../../domain/chat/message.ts';
import type { IncomingActivity, MentionEntity } from './read-activity.ts';
import { replaced } from './replaced.ts';
import type { TeamsSdk } from './sdk.ts';

/** More in one message are not looked up: each is a call. */
const MENTIONS_LOOKED_UP = 5;

/**
 * What a person said. The SDK has taken our own mention off; others stay in the text, and whom they mean is looked up,
 * since the service tells its own id of an account and not the directory's.
 */
export async function saidOf(
  { bot }: TeamsSdk,
  context: TurnContext,
  activity: IncomingActivity,
): Promise<{ readonly text: string; readonly mentions: readonly Mention[] }> {
  const named = (activity.entities ?? []).filter(isMention);
  let text = context.activity.text ?? '';
  const mentions: Mention[] = [];
  const looked = new Set<string>();
  for (const { mentioned, text: shown } of named) {
    if (mentioned.id === activity.recipient.id) {
      text = text.replaceAll(shown, ' ');
      continue;
    }
    const name = (mentioned.name ?? shown.replace(/<[^>]*>/g, '')).replace(/[<>]/g, '').trim();
    text = replaced(text, shown, `<at>${name}</at>`);
    if (looked.has(mentioned.id) || looked.size >= MENTIONS_LOOKED_UP) continue;
    looked.add(mentioned.id);
    const directoryId = mentioned.aadObjectId ?? (await directoryIdOf(bot, context, mentioned.id));
    if (directoryId) mentions.push({ directoryId: directoryId.toLowerCase(), name });
  }
  // Clients put hard spaces after a mention.
  return { text: text.replaceAll(/&nbsp;|\u00a0/g, ' ').trim(), mentions };
}

/** `undefined`: nobody who is there, or the service did not say. Then nobody is meant. */
async function directoryIdOf(bot: TeamsSdk['bot'], context: TurnContext, id: string): Promise<string | undefined> {
  try {
    return (await bot.TeamsInfo.getMember(context, id)).aadObjectId;
  } catch {
    return undefined;
  }
}

function isMention(entity: MentionEntity): entity is Required<MentionEntity> {
  return entity.type === 'mention' && entity.mentioned !== undefined && entity.text !== undefined;
}
