import { Command, Option } from 'commander';
import type { ChatsView, ConversationView, HearsView } from '../../shared/app/chat/chat-views.ts';
import { NewHears } from '../../shared/app/chat/chat-views.ts';
import { counted, momentText } from '../../shared/app/fleet-words.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { type OutputOptions, withApp, withOutput, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type Field, records } from '../render/records.ts';
import { terminalFor } from '../report.ts';
import { openChats } from '../source/chats.ts';
import type { AppOptions } from '../source/migrations.ts';

/** `chats` and `chats hear`. */
export function chatsCommand(): Command {
  return withOutput(withApp(new Command('chats').enablePositionalOptions()))
    .description('List the conversations of the chat: what each hears, which are gone, what went wrong lately.')
    .addCommand(hearCommand())
    .addHelpText('after', HELP)
    .action(async (options: AppOptions & OutputOptions) => {
      const view = await openChats(options).list();
      const { format, output } = options;
      const list = {
        title: 'Conversations',
        value: view,
        rows: view.conversations,
        fields: FIELDS,
        none: noneText(view),
      };
      const text = records(list, format, terminalFor(options));
      await writeOut(format === 'table' ? [text, ...troubleText(view)].join('\n') : text, output);
    });
}

interface Heard extends AppOptions {
  readonly tag?: string[];
  readonly everything?: true;
  readonly nothing?: true;
}

function hearCommand(): Command {
  return withPerson(withApp(new Command('hear')))
    .description('Say which clusters a conversation hears about, in place of what it hears now.')
    .argument('<id>', 'as "steward chats" shows it')
    .addOption(new Option('--tag <tag...>', 'clusters with at least one of these tags, as team=shop'))
    .addOption(new Option('--everything', 'all clusters, and the fleet as a whole').conflicts(['tag', 'nothing']))
    .addOption(new Option('--nothing', 'nothing any more').conflicts(['tag', 'everything']))
    .addHelpText('after', HEAR_HELP)
    .action(async (id: string, options: Heard) => {
      const { hears } = await openChats(options).hear(id, wanted(options));
      await writeOut(plain(`${id} hears ${hearsText(hears)} from now on.`), undefined);
    });
}

function wanted({ tag, everything, nothing }: Heard): NewHears {
  if (everything) return { kind: 'everything' };
  if (nothing) return { kind: 'nothing' };
  if (!tag) throw new InputError('CLI_CHAT', 'say what it is to hear: --tag KEY=VALUE, --everything or --nothing');
  const tags = tag.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new InputError('CLI_CHAT', `--tag takes KEY=VALUE, as team=shop; read ${text}`);
    return { key: text.slice(0, at), value: text.slice(at + 1) };
  });
  const parsed = NewHears.safeParse({ kind: 'tags', tags });
  if (parsed.success) return parsed.data;
  throw new InputError('CLI_CHAT', `--tag cannot be used: ${parsed.error.issues[0]?.message}`);
}

function hearsText({ kind, tags = [] }: HearsView): string {
  return kind === 'tags' ? tags.map(({ key, value }) => `${key}=${value}`).join(' or ') : kind;
}

function noneText({ on }: ChatsView): string {
  return on
    ? 'Nobody has let the app into a conversation yet. Add it to a team, a group or your own chats.'
    : 'No chat is set up: nothing is said anywhere. Set CHAT.';
}

function nameOf({ kind, name, team, person }: ConversationView): string {
  if (kind === 'personal') return person ?? name;
  return team === undefined ? name : `${team} / ${name}`;
}

function troubleText({ troubles, refusals }: ChatsView): string[] {
  const wrong = troubles.map(({ code, what, nextAction }) => `  ${code}: ${what}\n    ${nextAction}`);
  const refused = refusals
    .slice(0, MOST_REFUSALS)
    .map(({ at, kind, person, what, why }) => `  ${momentText(at)} ${kind}, ${person}: ${what} ${why}`);
  return [
    ...(wrong.length > 0 ? ['', `${counted(troubles.length, 'trouble')} with what was to be said:`, ...wrong] : []),
    ...(refused.length > 0 ? ['', 'Words that were not taken, the newest first:', ...refused] : []),
  ].map((text) => text.split('\n').map(plain).join('\n'));
}

/** More of them are in `--format json`. */
const MOST_REFUSALS = 10;

const FIELDS: readonly Field<ConversationView>[] = [
  { key: 'id', title: 'ID', least: 20, text: ({ id }) => id },
  { key: 'kind', title: 'KIND', least: 8, text: ({ kind }) => kind },
  { key: 'name', title: 'WHERE', least: 14, text: nameOf },
  { key: 'hears', title: 'HEARS', least: 12, text: ({ hears }) => hearsText(hears) },
  {
    key: 'gone',
    title: 'GONE SINCE',
    least: 10,
    text: ({ gone }) => (gone ? `${momentText(gone.at)}: ${gone.why}` : ''),
    bare: ({ gone }) => gone?.at ?? '',
  },
];

const HELP = `
A conversation is listed from its first word with the app on, and hears nothing until somebody says what it is to hear:
here, or in the chat with "listen".

Examples:
  $ steward chats
  $ steward chats hear conversation-0123456789abcdef0123456789abcdef --tag team=shop team=payments

Exit codes:
  0  fine
  1  could not run; one line on stderr says why`;

const HEAR_HELP = `
One that is gone is tried again with the next news, unless it is to hear nothing.
On the local stack --as says who you are; a deployed app knows it from your sign-in.

Examples:
  $ steward chats hear ID --everything
  $ steward chats hear ID --tag team=shop --app https://steward.contoso.com --app-id APP_ID

Exit codes:
  0  taken
  1  not taken; one line on stderr says why`;
