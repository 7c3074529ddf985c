import { Command } from 'commander';
import type { StartAnswer } from '../../shared/app/migration-views.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { plain } from '../render/plain.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

export function startCommand(): Command {
  return withPerson(withApp(new Command('start')))
    .description('Begin now what may begin of a signed plan, instead of waiting for the timer.')
    .argument('<plan>', 'a plan\'s id or whole hash, as "steward plan" shows it')
    .addHelpText('after', HELP)
    .action(async (plan: string, options: AppOptions) => {
      await writeOut(textOf(await openMigrations(options).start(plan)), undefined);
    });
}

function textOf({ migrations, held }: Extract<StartAnswer, { kind: 'begun' }>): string {
  const begun = migrations.map(({ id, cluster, pool }) => plain(`Begun: ${id}, ${cluster}/${pool ?? 'control plane'}`));
  return [...begun, ...held.map((why) => plain(`Not begun: ${why}`))].join('\n');
}

const HELP = `
Nothing begins that would not begin by itself: sign-offs, window, gates and room count as ever.
Who asks for the start cannot be the plan's only approver.

Examples:
  $ steward start 1f00dcafe123 --as "Grace Hopper"

Exit codes:
  0  something was begun
  1  nothing was begun; one line on stderr says why`;
