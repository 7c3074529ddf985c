import { counted } from '../../fleet-words.ts';
import type { MigrationSummaryView } from '../../migration-views.ts';
import { hasEnded, statusText, whatText } from '../../migration-words.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { migrationFacts, migrationRow, toneOf, whyRows } from './migration-lines.ts';
import type { ClusterMeant } from './which-cluster.ts';
import { isOf, migrationsMeant } from './which-migration.ts';

export const status: ChatCommand = {
  name: 'status',
  aliases: ['state', 'migrations', 'migration', 'progress', 'how far'],
  usage: 'status [CLUSTER[/POOL]]',
  example: 'status shop-prod',
  help: 'What moves, and how far it is; of one cluster with details.',
  who: 'anyone',
  async run(context, { words: said }) {
    const [name, ...more] = subjects(said);
    if (more.length > 0) return usage(context, 'I can show one cluster at a time.');
    if (name === undefined) return allOpen(context);
    const which = await migrationsMeant(context, name);
    if (which.kind === 'unclear') return which.answer;
    if (which.value.kind === 'one') return oneMigration(context, which.value.migration.id);
    const { migrations, meant } = which.value;
    const [first, ...others] = migrations;
    if (first && others.length === 0) return oneMigration(context, first.id);
    if (first) return several(context, migrations, `${counted(migrations.length, 'migration')} on ${first.cluster}`);
    return lastOf(context, meant);
  },
};

async function allOpen(context: CommandContext): Promise<Answer> {
  const { migrations, unreadable } = await context.fleet.migrations('open');
  if (migrations.length === 0 && unreadable.length === 0) {
    return list({
      mark: 'Status',
      title: 'Nothing moves',
      intro: 'A migration begins when a plan has its sign-offs and its window is open.',
      rows: [],
      hint: 'What is planned: “plans”. What comes: “calendar”.',
    });
  }
  return several(context, migrations, `${counted(migrations.length, 'migration')} under way`, unreadable);
}

function several(
  context: CommandContext,
  migrations: readonly MigrationSummaryView[],
  title: string,
  unreadable: readonly { readonly id: string; readonly why: string }[] = [],
): Answer {
  const now = context.parts.clock.now();
  return list({
    mark: 'Status',
    tone: unreadable.length > 0 || migrations.some((one) => toneOf(one) !== undefined) ? 'warning' : undefined,
    title,
    rows: [
      ...unreadable.map(({ id, why }) => ({ title: `${id} cannot be read`, lines: [why], tone: 'attention' as const })),
      ...migrations.map((one) => migrationRow(one, now)),
    ],
    hint: 'One of them with details: “status CLUSTER/POOL”. Why it waits: “why CLUSTER”.',
    ...linkTo(context, 'Open the migrations', 'migrations'),
  });
}

async function oneMigration(context: CommandContext, id: string): Promise<Answer> {
  const view = await context.fleet.migration(id);
  if (!view) return no(words`There is no migration ${id} any more.`, '“status” shows what is under way.');
  const { summary } = view;
  return list({
    mark: view.dryRun ? 'Status, dry run' : 'Status',
    tone: toneOf(view),
    title: `${view.cluster}, ${whatText(view)}: ${statusText(view)}`,
    intro: view.dryRun ? 'Dry run: nothing is written; every call is shown in the evidence.' : view.statusMeans,
    facts: migrationFacts(view),
    rows: [
      ...whyRows(view),
      ...(summary?.notes ?? []).map((note) => ({ title: note, lines: [] })),
      ...view.toPutBack.map((what) => ({ title: 'To be put back', lines: [what] })),
    ],
    hint: hasEnded(view.status) ? undefined : hintOf(view),
    ...linkTo(context, 'Open the migration', 'migrations', id),
  });
}

function hintOf({ status: is, id }: MigrationSummaryView): string {
  const first = is === 'paused' ? `“resume ${id} because REASON”` : `“pause ${id} because REASON”`;
  return `To step in: ${first}, “roll back ${id} because REASON”.`;
}

/** Nothing moves there now: what ended last. */
async function lastOf(context: CommandContext, meant: ClusterMeant): Promise<Answer> {
  const { migrations } = await context.fleet.migrations('all');
  const [last] = migrations.filter((one) => isOf(one, meant));
  if (last) return oneMigration(context, last.id);
  const planned = await context.fleet.planOf(meant.cluster.id);
  const help =
    planned === undefined ? 'It is in no plan either.' : `It is planned: “plan ${meant.cluster.name}” shows when.`;
  return no(words`Nothing moves on ${meant.cluster.name}, and nothing has.`, help);
}
