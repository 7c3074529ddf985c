import { Command, Option } from 'commander';
import { partialSentence } from '../../shared/app/fleet-words.ts';
import type { CalendarView } from '../../shared/app/views.ts';
import { type OutputOptions, withOutput } from '../options.ts';
import { writeOut } from '../output.ts';
import { calendarText } from '../render/calendar.ts';
import { terminalFor } from '../report.ts';
import { openCalendar } from '../source/open.ts';

interface Options extends OutputOptions {
  readonly ics?: string | true;
  readonly app?: string;
  readonly appId?: string;
}

export function calendarCommand(): Command {
  return withOutput(new Command('calendar'))
    .description('Show when support of each node image ends and when its images are removed.')
    .addOption(
      new Option('--ics [file]', 'write a calendar file (iCalendar) instead: to FILE, or to stdout').conflicts(
        'format',
      ),
    )
    .addOption(
      new Option(
        '--app <url>',
        "the deployed app's calendar, with your additions and the pools concerned; key from STEWARD_APP_KEY",
      ),
    )
    .addOption(new Option('--app-id <id>', 'with --app: Entra application id of its sign-in').env('STEWARD_APP_ID'))
    .addHelpText('after', HELP)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const source = await openCalendar(options);
  if (options.ics !== undefined) {
    await writeOut((await source.ics()).trimEnd(), typeof options.ics === 'string' ? options.ics : options.output);
    return;
  }
  const calendar: CalendarView = await source.calendar();
  const terminal = terminalFor(options);
  await writeOut(calendarText(calendar, source.today(), options.format, terminal), options.output);
  const partial = calendar.coverage && partialSentence(calendar.coverage);
  if (partial && (options.format !== 'table' || options.output !== undefined))
    process.stderr.write(`steward: ${partial}\n`);
}

const HELP = `
Two dates matter: after support ends there are no more security fixes; after images are removed a pool
can neither scale nor reimage nor be repaired.

Examples:
  $ steward calendar
  $ steward calendar --ics retirements.ics           then import it in Outlook or any calendar
  $ steward calendar --app https://steward.contoso.com --format json

Exit codes:
  0  fine
  1  could not run`;
