import type { CommandKind } from '../../../domain/migration/command.ts';
import type { CommandPressed } from '../action-data.ts';
import { mayDo } from '../who-may.ts';
import { shown } from './card-now.ts';
import { type Outcome, type Pressed, refused, told, tooShort } from './pressed.ts';

const REASONS: Readonly<Record<CommandKind, string>> = {
  pause: 'Paused in the chat.',
  resume: 'Resumed in the chat.',
  abort: 'Aborted in the chat.',
  'roll-back': 'Rolled back in the chat.',
};

/** A command for a migration, given with a button. */
export async function pressCommand(pressed: Pressed<CommandPressed>): Promise<Outcome> {
  const { parts, fleet, by } = pressed;
  const { migrationId, kind, reason = '' } = pressed.data;
  const may = await mayDo(parts, by, 'operate');
  if (may.kind === 'no') return refused('wrong-person', may.why);
  const short = tooShort(reason);
  if (short) return short;
  const answer = await fleet.command(migrationId, { kind, reason: reason === '' ? REASONS[kind] : reason }, by);
  if (answer.kind === 'missing')
    return refused('expired', 'This migration is not known any more. “status” shows what moves.');
  if (answer.kind === 'refused') return told(answer.because);
  if (answer.kind === 'awaits-second') return told(answer.says);
  return shown(pressed, `Taken; it counts from the next pass on. ${answer.leaves}`.trim());
}
