import { Command, Option } from 'commander';
import { comparePlans } from '../../shared/app/compare-plans.ts';
import type { PlanView } from '../../shared/app/plan-views.ts';
import { scopeText } from '../../shared/app/plan-words.ts';
import { writeOut } from '../output.ts';
import type { Part } from '../render/document.ts';
import { documentText } from '../render/document-text.ts';
import { terminalFor } from '../report.ts';
import { plansAt } from '../source/plan-files.ts';

interface Options {
  readonly app?: string;
  readonly appId?: string;
}

export function planDiffCommand(): Command {
  return new Command('diff')
    .description('Say in words what changed between two plans.')
    .argument('<before>', 'a file that "steward plan --format json" wrote, or with --app a hash')
    .argument('<after>', 'the same')
    .addOption(new Option('--app <url>', 'the deployed app that has the plans; its key comes from STEWARD_APP_KEY'))
    .addOption(new Option('--app-id <id>', 'with --app: Entra application id of its sign-in').env('STEWARD_APP_ID'))
    .addHelpText('after', HELP)
    .action(run);
}

async function run(before: string, after: string, _: unknown, command: Command): Promise<void> {
  const options = command.optsWithGlobals<Options>();
  const [earlier, later] = [await plansAt(before, options), await plansAt(after, options)];
  await writeOut(documentText(differences(earlier, later), terminalFor({ format: 'table' })), undefined);
}

/** Plans are compared by what they are about; two single plans are compared whatever they are about. */
function differences(earlier: readonly PlanView[], later: readonly PlanView[]): Part[] {
  const [one, other] = [earlier[0], later[0]];
  if (one && other && earlier.length === 1 && later.length === 1) return between(one, other);
  const left = new Map(earlier.map((plan) => [scopeText(plan.scope), plan]));
  const parts = later.flatMap((plan): Part[] => {
    const name = scopeText(plan.scope);
    const before = left.get(name);
    left.delete(name);
    return before ? between(before, plan) : [said(`${name}: new plan ${plan.id}.`)];
  });
  const gone = [...left].map(([name, { id }]) => said(`${name}: plan ${id} is gone.`));
  const all = [...parts, ...gone];
  return all.length > 0 ? all : [said('Neither has a plan.')];
}

function between(before: PlanView, after: PlanView): Part[] {
  const name = scopeText(after.scope);
  if (before.hash === after.hash) return [said(`${name}: the same plan, ${after.id}.`)];
  return [
    { kind: 'heading', level: 2, text: `${name}: ${before.id} to ${after.id}` },
    ...comparePlans(before, after).map((sentence): Part => ({ kind: 'item', title: sentence, lines: [] })),
  ];
}

function said(text: string): Part {
  return { kind: 'text', text };
}

const HELP = `
Examples:
  $ steward plan diff monday.json tuesday.json
  $ steward plan diff 3f0c9a1b22de 81be004f9c7a --app https://steward.contoso.com`;
