import { Command } from 'commander';
import { NewOrder } from '../../shared/app/migration-views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

interface Options extends AppOptions {
  readonly pod: string;
  readonly reason: string;
}

export function orderCommand(): Command {
  return new Command('order')
    .description('Order what takes two people: a second one gives the same order within 60 minutes.')
    .addCommand(forceEvictionCommand())
    .addHelpText('after', HELP);
}

function forceEvictionCommand(): Command {
  return withPerson(withApp(new Command('force-eviction')))
    .description('Order that a stuck pod is ended by force. steward ends nothing: it says what to run, and records it.')
    .argument('<id>', 'as "steward migrations" shows it')
    .requiredOption('--pod <namespace/name>', 'the pod, as "steward migration ID" shows it')
    .requiredOption('--reason <text>', 'why, in at least 3 characters; it is kept as evidence')
    .addHelpText('after', FORCE_HELP)
    .action(async (id: string, options: Options) => {
      const { says } = await openMigrations(options).order(id, wanted(options));
      await writeOut(plain(says), undefined);
    });
}

/** The same checks as the HTTP API makes, named as on the command line. */
function wanted({ pod, reason }: Options): NewOrder {
  const parsed = NewOrder.safeParse({ kind: 'force-eviction', pod, reason });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('CLI_COMMAND', `--${String(issue?.path[0])} cannot be used: ${issue?.message}`);
}

const HELP = `
To delete the target pool of a migration takes two people too: "steward rollback ID --delete-target".`;

const FORCE_HELP = `
The first person's order waits for 60 minutes. With a second person's it is in the evidence, with both names, and the
answer is what somebody with rights of their own in the cluster runs.

Example:
  $ steward order force-eviction m-0123456789ab --pod shop/cart-6f7d8c9b5-x2x9z --reason "cart may be down for a minute"

Exit codes:
  0  recorded, or ordered by two
  1  not taken; one line on stderr says why`;
