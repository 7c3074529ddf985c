import pc from 'picocolors';

/** Tells the story as it happens, and keeps count of what was to hold. */
export interface Narrator {
  chapter(title: string): void;
  say(text: string): void;
  /** Something that the tools themselves printed. */
  quote(text: string): void;
  /** @throws StoryBroken when it does not hold: the story goes no further */
  check(what: string, holds: boolean, seen?: unknown): void;
  readonly checked: number;
}

/** A checkpoint did not hold, or something did not come to pass in time. */
export class StoryBroken extends Error {}

export function narrator(write: (line: string) => void, seconds: () => number): Narrator {
  let checked = 0;
  return {
    get checked() {
      return checked;
    },
    chapter(title) {
      write(`\n${pc.bold(title)} ${pc.dim(`(${seconds().toFixed(0)} s)`)}`);
    },
    say: (text) => write(`  ${text}`),
    quote(text) {
      for (const line of text.trimEnd().split('\n')) write(pc.dim(`  | ${line}`));
    },
    check(what, holds, seen) {
      if (!holds) {
        const saw = seen === undefined ? '' : `\n    seen: ${JSON.stringify(seen)}`;
        throw new StoryBroken(`this should have held, and did not: ${what}${saw}`);
      }
      checked += 1;
      write(`  ${pc.green('ok')} ${what}`);
    },
  };
}
