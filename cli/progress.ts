import { plain } from './render/plain.ts';

/** Says on stderr what is going on, once it takes longer than a second. */
export interface Progress {
  say(what: string): void;
  /** Removes the live line. Nothing is shown afterwards. */
  end(): void;
}

const QUIET_MS = 1_000;
const REDRAW_MS = 250;

/** On a terminal one line that is redrawn; elsewhere (a log) each thing that takes long is said once, in a line of its own. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const started = Date.now();
  let what = '';
  let said = '';
  let drawn = false;
  const timer = setInterval(() => {
    if (what === '' || Date.now() - started < QUIET_MS) return;
    const seconds = Math.round((Date.now() - started) / 1_000);
    if (stream.isTTY) {
      stream.write(`\r\u001b[2K${`${what} (${seconds} s)`.slice(0, Math.max(20, stream.columns - 1))}`);
      drawn = true;
    } else if (said === '') {
      stream.write(`${what}\n`);
      said = what;
    }
  }, REDRAW_MS);
  timer.unref();
  return {
    say(text) {
      what = plain(text);
    },
    end() {
      clearInterval(timer);
      if (drawn) stream.write('\r\u001b[2K');
      drawn = false;
    },
  };
}
