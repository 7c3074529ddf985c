import { setTimeout as sleep } from 'node:timers/promises';
import type { MigrationView } from '../shared/app/migration-views.ts';
import { hasEnded, statusText, whatText } from '../shared/app/migration-words.ts';
import { FleetError } from '../shared/domain/errors.ts';
import { endLater } from './cleanup.ts';
import { documentText } from './render/document-text.ts';
import { migrationDocument } from './render/migration.ts';
import { plain } from './render/plain.ts';
import { type Terminal, terminalOf } from './render/terminal.ts';

const OTHER_SCREEN = '\u001b[?1049h\u001b[?25l';
const OWN_SCREEN = '\u001b[?25h\u001b[?1049l';
const FROM_THE_TOP = '\u001b[H';
const TO_LINE_END = '\u001b[K';
const TO_SCREEN_END = '\u001b[J';

export interface Watched {
  readonly ask: () => Promise<MigrationView>;
  readonly seconds: number;
  readonly stream: NodeJS.WriteStream;
}

/** Follows a migration until it has ended: redrawn on a terminal, elsewhere one line for everything that is new. */
export async function watchMigration(watched: Watched): Promise<MigrationView> {
  return watched.stream.isTTY ? redrawn(watched) : told(watched);
}

async function redrawn({ ask, seconds, stream }: Watched): Promise<MigrationView> {
  let other = false;
  async function leave(): Promise<void> {
    if (other) stream.write(OWN_SCREEN);
    other = false;
  }
  endLater(leave);
  let view: MigrationView | undefined;
  for (;;) {
    const answer = await attempt(ask);
    if (typeof answer !== 'string') view = answer;
    if (view) {
      if (!other) stream.write(OTHER_SCREEN);
      other = true;
      stream.write(screen(view, typeof answer === 'string' ? answer : '', seconds, stream));
      if (hasEnded(view.status)) break;
    }
    await sleep(seconds * 1_000);
  }
  await leave();
  return view;
}

/** What fits on the screen; the rest is below, as without `--watch`. */
function screen(view: MigrationView, trouble: string, seconds: number, stream: NodeJS.WriteStream): string {
  const terminal: Terminal = terminalOf(stream, process.env);
  const note = trouble || `Every ${seconds} s; Ctrl-C ends the watching, not the migration.`;
  const lines = [plain(note).slice(0, terminal.width), ...documentText(migrationDocument(view), terminal).split('\n')];
  const most = Math.max(5, (stream.rows ?? 50) - 1);
  return (
    FROM_THE_TOP +
    lines
      .slice(0, most)
      .map((line) => `${line}${TO_LINE_END}`)
      .join('\n') +
    TO_SCREEN_END
  );
}

async function told({ ask, seconds, stream }: Watched): Promise<MigrationView> {
  let seen = 0;
  let last = '';
  for (;;) {
    const answer = await attempt(ask);
    if (typeof answer === 'string') {
      if (answer !== last) stream.write(`${plain(answer)}\n`);
      last = answer;
    } else {
      for (const line of newLines(answer, seen)) stream.write(`${plain(line)}\n`);
      seen = answer.head.seq;
      const state = stateLine(answer);
      if (state !== last) stream.write(`${plain(state)}\n`);
      last = state;
      if (hasEnded(answer.status)) return answer;
    }
    await sleep(seconds * 1_000);
  }
}

function newLines({ timeline }: MigrationView, seen: number): string[] {
  return timeline
    .filter(({ seq }) => seq > seen)
    .toReversed()
    .map(({ at, who, what }) => `${new Date(at).toISOString()} ${who}: ${what}`);
}

function stateLine(view: MigrationView): string {
  const step = hasEnded(view.status) ? '' : `, ${view.step} (${view.progress.done + 1} of ${view.progress.all})`;
  return `${view.id} ${view.cluster}, ${whatText(view)}: ${statusText(view)}${step}${view.why ? `: ${view.why}` : ''}`;
}

/** An app that does not answer for a moment does not end the watching. */
async function attempt(ask: () => Promise<MigrationView>): Promise<MigrationView | string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof FleetError && error.remedy === 'retry-later')
      return `steward: ${error.code}: ${error.message}`;
    throw error;
  }
}
