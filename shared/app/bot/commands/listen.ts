import type { Conversation, Hears } from '../../../domain/chat/conversation.ts';
import { plainConversation, routeConversation } from '../../chat/conversations.ts';
import { type Answer, list, no } from '../answer.ts';
import { joined, type Words, words } from '../cards/safe.ts';
import { momentText } from '../cards/when.ts';
import { hearsMeant } from '../reading/hears.ts';
import { usage } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const listen: ChatCommand = {
  name: 'listen',
  aliases: ['hear', 'subscribe', 'listen to', 'hear about'],
  usage: 'listen everything|nothing|KEY=VALUE [KEY=VALUE]',
  example: 'listen team=payments env=production',
  help: 'Which clusters this conversation hears about: all, none, or those that carry one of these tags.',
  who: 'operate',
  async run(context, { words: said }) {
    if (said.length === 0) return heard(context.conversation);
    const hears = hearsMeant(said);
    if (hears.kind === 'unclear') return usage(context, hears.why);
    const { parts, conversation, by } = context;
    const answer = await routeConversation(parts, conversation.id, hears.value, by);
    if (answer.kind === 'missing') return no('This conversation is not known to me any more.', 'Say it again.');
    return heard(answer.conversation);
  },
};

export const listening: ChatCommand = {
  name: 'listening',
  aliases: ['what do you tell', 'subscriptions', 'what is heard here'],
  usage: 'listening',
  example: 'listening',
  help: 'What this conversation hears about, and who said so.',
  who: 'anyone',
  run: async ({ conversation }) => heard(conversation),
};

function heard({ hears, routed }: Conversation): Answer {
  return list({
    mark: 'Heard here',
    tone: hears.kind === 'nothing' ? 'warning' : 'good',
    title: hearsText(hears),
    intro: routed
      ? `As ${routed.by} said ${momentText(routed.at)}.`
      : 'Nobody has said so yet: it is how every conversation begins.',
    rows: [],
    hint: 'Operators change it: “listen everything”, “listen nothing”, or “listen KEY=VALUE”.',
  });
}

function hearsText(hears: Hears): Words {
  if (hears.kind === 'everything') return 'This conversation hears about every cluster';
  if (hears.kind === 'nothing') return 'This conversation hears about no cluster';
  const tags = joined(
    hears.tags.map(({ key, value }) => words`${key}=${value}`),
    ' or ',
  );
  return words`This conversation hears about clusters with ${tags}`;
}

export const plain: ChatCommand = {
  name: 'plain',
  aliases: ['text only', 'plain text'],
  usage: 'plain on|off',
  example: 'plain on',
  help: 'Everything here as text, for clients that show no cards; or as cards again.',
  who: 'operate',
  async run(context, { words: said }) {
    const word = said.length === 1 ? said[0]?.toLowerCase() : undefined;
    if (word !== 'on' && word !== 'off') return usage(context, 'On or off?');
    const { parts, conversation } = context;
    await plainConversation(parts, conversation.id, word === 'on');
    return list({
      mark: 'Plain text',
      tone: 'good',
      title: word === 'on' ? 'From now on everything here is said as text' : 'From now on there are cards here again',
      rows: [],
    });
  },
};
