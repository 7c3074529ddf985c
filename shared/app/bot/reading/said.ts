/** More than this is not read: no command is so long. */
export const LONGEST_TEXT = 2_000;

/** What somebody said, taken apart. Every word in it is as they typed it, and hostile. */
export interface Said {
  /** Without polite words, our own name and what ends a sentence. Text in quotes is one word, as is a mention. */
  readonly words: readonly string[];
  /** What stands after `because`, to the end. */
  readonly because?: string;
}

/** Takes apart what somebody said in a chat: forgiving about case, courtesy, quotes and what ends a sentence. */
export function readSaid(text: string): Said {
  const shown = cleaned(text);
  const split = /(?:^|\s)because(?:\s*:)?(?:\s+|$)/iu.exec(shown);
  const head = split ? shown.slice(0, split.index) : shown;
  const because = split ? unquoted(shown.slice(split.index + split[0].length).trim()) : undefined;
  return { words: withoutCourtesy(wordsOf(head)), ...(because !== undefined && { because }) };
}

/** Signs that are not seen, or turn the direction of text: they could make a name look like another. */
const HIDDEN = /[\p{Cf}\p{Cc}\p{Cs}\p{Co}]/gu;

function cleaned(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(HIDDEN, '')
    .replace(/[‘’‚‹›]/gu, "'")
    .replace(/[“”„«»]/gu, '"')
    .trim();
}

/** A mention, text in quotes, or what stands between two spaces. */
const WORD = /<at>.*?<\/at>|"[^"]*"|`[^`]*`|(?<!\S)'[^']*'(?=[\s?.!,;]|$)|\S+?(?=\s|$|<at>)/giu;

function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].flatMap(([word]) => {
    if (/^<at>/iu.test(word)) return [word];
    const bare = /^["'`]/u.test(word) ? unquoted(word) : word.replace(/[?.!,;:]+$/u, '');
    return bare === '' ? [] : [bare];
  });
}

/** Without the quotes around the whole of it. */
function unquoted(text: string): string {
  const [, inner] = /^"([^"]*)"$|^'([^']*)'$|^`([^`]*)`$/u.exec(text) ? [text, text.slice(1, -1)] : [];
  return (inner ?? text).trim();
}

/** Said before a command, in this order or another. The longest first. */
const BEFORE = [
  ['image', 'steward'],
  ['image-steward'],
  ['@steward'],
  ['steward'],
  ['can', 'you'],
  ['could', 'you'],
  ['would', 'you'],
  ['will', 'you'],
  ['show', 'me'],
  ['tell', 'me'],
  ['give', 'me'],
  ['what', 'is'],
  ["what's"],
  ['whats'],
  ['how', 'is'],
  ['show'],
  ['please'],
  ['pls'],
  ['plz'],
  ['kindly'],
  ['hey'],
  ['hi'],
  ['hello'],
  ['ok'],
  ['okay'],
  ['now'],
  ['the'],
  ['/'],
] as const;
const AFTER = [['thank', 'you'], ['thanks'], ['thx'], ['please'], ['pls'], ['plz'], ['now']] as const;

function withoutCourtesy(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let taken = true; taken; ) {
    const start = BEFORE.find((filler) => isSame(rest.slice(0, filler.length), filler));
    const end = AFTER.find((filler) => isSame(rest.slice(-filler.length), filler));
    rest = start ? rest.slice(start.length) : end ? rest.slice(0, -end.length) : rest;
    taken = start !== undefined || end !== undefined;
  }
  const [first, ...more] = rest;
  return first?.startsWith('/') && !first.startsWith('/subscriptions') ? [first.slice(1), ...more] : rest;
}

function isSame(words: readonly string[], filler: readonly string[]): boolean {
  return words.length === filler.length && words.every((word, at) => word.toLowerCase() === filler[at]);
}
