import { Command } from 'commander';
import type { OnCallTestView } from '../../shared/app/alerts/alert-views.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

/** `on-call test`. */
export function onCallCommand(): Command {
  const command = new Command('on-call').description('Try the way to whoever is on call.');
  command.addCommand(
    withPerson(withApp(new Command('test')))
      .description('Open an incident marked as a test on every on-call channel of the app, and close it again.')
      .addHelpText('after', HELP)
      .action(async (options: AppOptions) => {
        const view = await openMigrations(options).testOnCall();
        await writeOut(textOf(view), undefined);
        if (view.channels.length === 0 || view.channels.some(({ kind }) => kind !== 'told')) process.exitCode = 1;
      }),
  );
  return command;
}

const WORDS: Readonly<Record<OnCallTestView['channels'][number]['kind'], string>> = {
  told: 'took it',
  refused: 'refused it',
  unreachable: 'could not be reached',
};

function textOf({ id, channels }: OnCallTestView): string {
  if (channels.length === 0) return 'No on-call channel is configured: nobody would be paged. Set ON_CALL_CHANNELS.';
  const lines = channels.map(
    ({ name, kind, why }) => `  ${name}: ${WORDS[kind]}${why === undefined ? '' : `: ${why}`}`,
  );
  return [`Test ${id}, channel by channel in the order in which they are tried:`, ...lines].map(plain).join('\n');
}

const HELP = `
Nothing is wrong then, and the incident says so. With several channels a real page goes to the first that takes it.

Example:
  $ steward on-call test

Exit codes:
  0  every channel took it
  1  one did not, none is configured, or the app could not be asked`;
