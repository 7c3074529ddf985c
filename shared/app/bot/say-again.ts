const LONGEST_REASON = 200;

/** A command as somebody would type it: what is of several words in quotes, the reason last. */
export function sayAgain(name: string, words: readonly string[], because?: string): string {
  const said = [name, ...words.map((word) => (/\s/u.test(word) && !word.startsWith('<at>') ? `"${word}"` : word))].join(
    ' ',
  );
  if (because === undefined || because === '') return said;
  const reason = because.length > LONGEST_REASON ? `${because.slice(0, LONGEST_REASON)}…` : because;
  return `${said} because ${reason}`;
}
