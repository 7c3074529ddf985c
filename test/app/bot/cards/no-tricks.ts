/** What no message of ours may have in it, whatever the names are. */
import type { ChatMessage, Mention } from '../../../../shared/domain/chat/message.ts';
import { markdownIn, partsOf } from './card-schema.ts';

/** One sentence for each trick; empty: there is none. @param ours address that links may lead to */
export function tricksIn({ card, text, summary, mentions = [] }: ChatMessage, ours: string): string[] {
  const plain = [text, summary, ...(card ? [String(card['fallbackText'])] : [])];
  return [
    ...plain.flatMap((said) => hiddenIn(withoutMentions(said, mentions))),
    ...(card ? markdownIn(card).flatMap((said) => markdownTricks(withoutMentions(said, mentions))) : []),
    ...(card
      ? partsOf(card).flatMap(({ url }) =>
          typeof url === 'string' && !url.startsWith(ours) ? [`a link to ${url}`] : [],
        )
      : []),
    ...(card ? textsIn(card).flatMap(hiddenIn) : []),
  ];
}

function withoutMentions(said: string, mentions: readonly Mention[]): string {
  return mentions.reduce((so, { name }) => so.replaceAll(`<at>${name}</at>`, ''), said);
}

/** Titles and labels, which are shown as they are. */
function textsIn(card: unknown): string[] {
  return partsOf(card).flatMap(({ type, title, label }) =>
    typeof type === 'string' ? [title, label].filter((one) => typeof one === 'string') : [],
  );
}

/** Nothing that cannot be seen, but what holds an emoji together and the isolates that we put around names. */
const HIDDEN =
  /(?!\n|\u200c|\u200d|\ufe0e|\ufe0f|\u2068|\u2069)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

function hiddenIn(said: string): string[] {
  return [
    ...(HIDDEN.test(said) ? [`something hidden in ${JSON.stringify(said)}`] : []),
    ...(/[<>]/.test(said) ? [`markup or a mention in ${JSON.stringify(said)}`] : []),
    ...(said.includes('{{') ? [`a function in ${JSON.stringify(said)}`] : []),
    ...(isWell(said) ? [] : [`half a letter, or an open direction in ${JSON.stringify(said)}`]),
  ];
}

/** Every isolate is closed again, and none is closed that was not opened. */
function isWell(said: string): boolean {
  let open = 0;
  for (const letter of said) {
    if (letter === '\u2068') open += 1;
    if (letter === '\u2069') open -= 1;
    if (open < 0) return false;
  }
  return open === 0 && said.isWellFormed();
}

function markdownTricks(said: string): string[] {
  return [
    ...hiddenIn(said),
    ...(/[\r\n]/.test(said) ? [`more than one line in ${JSON.stringify(said)}`] : []),
    ...(said.includes('](') ? [`a link in ${JSON.stringify(said)}`] : []),
    ...(/^\s*([-+#=]|\d+[.)](\s|$))/.test(said) ? [`a list or a heading in ${JSON.stringify(said)}`] : []),
    ...(/&#?\w+;/.test(said.replace(/\\&/g, ' ')) ? [`an entity in ${JSON.stringify(said)}`] : []),
    ...unescapedIn(said),
  ];
}

function unescapedIn(said: string): string[] {
  const letters = Array.from(said);
  const found: string[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    if (letter === '\\') at += 1;
    else if ('*`~[]'.includes(letter)) found.push(`an unescaped ${letter} in ${JSON.stringify(said)}`);
    else if (letter === '_' && !(isWord(letters[at - 1]) && isWord(letters[at + 1]))) {
      found.push(`an unescaped _ in ${JSON.stringify(said)}`);
    }
  }
  return found;
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}
