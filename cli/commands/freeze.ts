import { Command, Option } from 'commander';
import type { FreezeAnswer } from '../../shared/app/freeze-views.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { openFreeze } from '../source/freeze.ts';
import type { AppOptions } from '../source/migrations.ts';

interface Options extends AppOptions {
  readonly reason?: string;
}

export function freezeCommand(): Command {
  return withPerson(withApp(new Command('freeze')))
    .description('Freeze the fleet: nothing begins and nothing goes forward until it is lifted. Ways back go on.')
    .addOption(new Option('--reason <text>', 'why, in at least 3 characters; without it: say whether it is frozen'))
    .addHelpText('after', FREEZE_HELP)
    .action(async ({ reason, ...options }: Options) => {
      const source = openFreeze(options);
      const said = reason === undefined ? (await source.state()).says : answerText(await source.freeze(reason));
      await writeOut(plain(said), undefined);
    });
}

export function unfreezeCommand(): Command {
  return withPerson(withApp(new Command('unfreeze')))
    .description('Lift the freeze of the fleet.')
    .addOption(new Option('--reason <text>', 'why, in at least 3 characters'))
    .addHelpText('after', UNFREEZE_HELP)
    .action(async ({ reason, ...options }: Options) => {
      await writeOut(plain(answerText(await openFreeze(options).unfreeze(reason))), undefined);
    });
}

function answerText({ kind, state: { says } }: FreezeAnswer): string {
  switch (kind) {
    case 'frozen':
      return `Frozen. ${says} Ways back go on, and a node that is being emptied is finished. "steward unfreeze" lifts it.`;
    case 'frozen-already':
      return `It was frozen already, and that word stands. ${says}`;
    case 'lifted':
      return `Lifted. ${says}`;
    case 'not-frozen':
      return says;
  }
}

const FREEZE_HELP = `
It holds from the next write on, for every cluster. Without --app it asks the local stack that "npm start" runs.
On the local stack --as says who you are; a deployed app knows it from your sign-in.

Examples:
  $ steward freeze --reason "the sale is on until Monday"
  $ steward freeze                                     is it frozen, by whom and why?
  $ steward freeze --reason "CHG-1234" --app https://steward.contoso.com --app-id APP_ID

Exit codes:
  0  it is frozen; without --reason: it was said what is so
  1  could not run; one line on stderr says why`;

const UNFREEZE_HELP = `
Examples:
  $ steward unfreeze --reason "the sale is over"
  $ steward unfreeze --app https://steward.contoso.com --app-id APP_ID

Exit codes:
  0  it is not frozen
  1  could not run; one line on stderr says why`;
