import { Command, Option } from 'commander';
import { NewCommand } from '../../shared/app/migration-views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import type { CommandKind } from '../../shared/domain/migration/command.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

interface Options extends AppOptions {
  readonly reason: string;
  readonly deleteTarget?: true;
}

const COMMANDS: readonly {
  readonly name: string;
  readonly kind: CommandKind;
  readonly does: string;
  readonly done: string;
}[] = [
  {
    name: 'pause',
    kind: 'pause',
    does: 'Pause a migration: nothing more is written, everything stays as it is.',
    done: 'pauses',
  },
  { name: 'resume', kind: 'resume', does: 'Let a paused migration go on where it stopped.', done: 'goes on' },
  {
    name: 'abort',
    kind: 'abort',
    does: 'Abort a migration: what is ours on the cluster is put back, pods stay where they are.',
    done: 'aborts',
  },
  {
    name: 'rollback',
    kind: 'roll-back',
    does: 'Roll a migration back: workloads move back to the source, then what is ours is put back.',
    done: 'rolls back',
  },
];

/** `pause`, `resume`, `abort` and `rollback`. */
export function migrationCommands(): Command[] {
  return COMMANDS.map(({ name, kind, does, done }) => {
    const command = withPerson(withApp(new Command(name)))
      .description(does)
      .argument('<id>', 'as "steward migrations" shows it')
      .requiredOption('--reason <text>', 'why, in at least 3 characters; it is kept as evidence')
      .addHelpText('after', helpOf(name));
    if (kind === 'roll-back') {
      command.addOption(
        new Option(
          '--delete-target',
          'delete the target pool when nothing runs on it any more; takes two people: a second one gives the same order within 60 minutes',
        ),
      );
    }
    return command.action(async (id: string, options: Options) => {
      const told = await openMigrations(options).command(id, wanted(kind, options));
      if (told.kind === 'awaits-second') return writeOut(plain(told.says), undefined);
      const after = told.leaves === '' ? '' : ` ${plain(told.leaves)}`;
      return writeOut(`Taken: ${plain(id)} ${done} at its next pass.${after}`, undefined);
    });
  });
}

/** The same checks as the HTTP API makes, named as on the command line. */
function wanted(kind: CommandKind, { reason, deleteTarget }: Options): NewCommand {
  const parsed = NewCommand.safeParse({ kind, reason, ...(deleteTarget && { deleteTarget }) });
  if (parsed.success) return parsed.data;
  throw new InputError('CLI_COMMAND', `--reason cannot be used: ${parsed.error.issues[0]?.message}`);
}

function helpOf(name: string): string {
  const two =
    name === 'rollback'
      ? '\nIt takes one person and goes at once. With --delete-target it takes two: the first order waits for 60 minutes.'
      : '';
  return `${two}
It takes effect at the next pass. "steward migration ID" says beforehand what it leaves.
On the local stack --as says who you are; a deployed app knows it from your sign-in.

Examples:
  $ steward ${name} m-0123456789ab --reason "the sale is on until noon"
  $ steward ${name} m-0123456789ab --reason "CHG-1234" --app https://steward.contoso.com --app-id APP_ID

Exit codes:
  0  taken, or recorded and waiting for a second person
  1  not taken; one line on stderr says why`;
}
