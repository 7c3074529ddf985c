import { counted } from '../../fleet-words.ts';
import type { MigrationSummaryView } from '../../migration-views.ts';
import { hasEnded, statusText, whatText } from '../../migration-words.ts';
import { type Answer, list, no } from '../answer.ts';
import { firstWindow } from '../cards/plan-facts.ts';
import { words } from '../cards/safe.ts';
import type { Row } from '../cards/sheet.ts';
import { windowText } from '../cards/when.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { migrationRow, whyRows } from './migration-lines.ts';
import { signOffText } from './plan.ts';
import type { ClusterMeant } from './which-cluster.ts';
import { migrationsMeant } from './which-migration.ts';

export const why: ChatCommand = {
  name: 'why',
  aliases: ['why does it wait', 'why is it waiting', 'why not', 'blocked', 'waiting', 'stuck'],
  usage: 'why [CLUSTER[/POOL]]',
  example: 'why shop-prod',
  help: 'Why something waits or is paused, and what would help.',
  who: 'anyone',
  async run(context, { words: said }) {
    const [name, ...more] = subjects(said);
    if (more.length > 0) return usage(context, 'I can explain one cluster at a time.');
    if (name === undefined) return allWaiting(context);
    const which = await migrationsMeant(context, name);
    if (which.kind === 'unclear') return which.answer;
    if (which.value.kind === 'one') return explained(context, [which.value.migration]);
    const { migrations, meant } = which.value;
    return migrations.length > 0 ? explained(context, migrations) : notBegun(context, meant);
  },
};

async function allWaiting(context: CommandContext): Promise<Answer> {
  const [{ migrations }, freeze] = await Promise.all([context.fleet.migrations('open'), context.fleet.freezeState()]);
  const waiting = migrations.filter((one) => one.why !== undefined || one.status === 'paused');
  const now = context.parts.clock.now();
  return list({
    mark: 'Why',
    tone: freeze.frozen || waiting.length > 0 ? 'warning' : 'good',
    title:
      waiting.length === 0
        ? 'Nothing that moves waits'
        : `${counted(waiting.length, 'migration')} that ${waiting.length === 1 ? 'waits' : 'wait'}`,
    intro: freeze.frozen ? freeze.says : undefined,
    rows: waiting.map((one) => migrationRow(one, now)),
    hint: 'One of them with details: “why CLUSTER/POOL”.',
    ...linkTo(context, 'Open the migrations', 'migrations'),
  });
}

async function explained(context: CommandContext, migrations: readonly MigrationSummaryView[]): Promise<Answer> {
  const [views, freeze] = await Promise.all([
    Promise.all(migrations.map(({ id }) => context.fleet.migration(id))),
    context.fleet.freezeState(),
  ]);
  const seen = views.filter((view) => view !== undefined);
  const rows = seen.flatMap((view): Row[] => {
    const reasons = whyRows(view);
    const name = `${view.cluster}, ${whatText(view)}: ${statusText(view)}`;
    if (reasons.length > 0) return [{ title: name, lines: [view.id] }, ...reasons];
    return [{ title: name, lines: [hasEnded(view.status) ? view.statusMeans : `It moves: ${view.does}`, view.id] }];
  });
  const [first] = seen;
  return list({
    mark: 'Why',
    tone: rows.some(({ tone }) => tone !== undefined) || freeze.frozen ? 'warning' : 'good',
    title: first ? `Why ${first.cluster} is where it is` : 'It is gone',
    intro: freeze.frozen ? freeze.says : undefined,
    rows,
    ...(first && linkTo(context, 'Open the migration', 'migrations', first.id)),
  });
}

/** No migration was made yet: it is the plan that waits. */
async function notBegun(context: CommandContext, { cluster }: ClusterMeant): Promise<Answer> {
  const { fleet } = context;
  const id = await fleet.planOf(cluster.id);
  if (id === undefined)
    return no(
      words`Nothing is planned for ${cluster.name}, so nothing waits.`,
      '“findings CLUSTER” shows what is wrong with it.',
    );
  const [plan, signOffs, freeze] = await Promise.all([
    fleet.plan(id, { cluster: cluster.id }),
    fleet.signOffs(id),
    fleet.freezeState(),
  ]);
  const first = plan && firstWindow(plan);
  const now = context.parts.clock.now();
  const holds = (plan?.constraints ?? []).filter(({ effect }) => effect !== 'note');
  return list({
    mark: 'Why',
    tone: 'warning',
    title: `${cluster.name} has not begun`,
    intro: freeze.frozen ? freeze.says : undefined,
    facts: [
      ['Sign-offs', signOffText(signOffs)],
      [
        'Window',
        first ? `${windowText(first.window)}${Date.parse(first.window.opens) > now ? ', to come' : ''}` : 'none so far',
      ],
      ['Plan', id],
    ],
    rows: holds.map(({ what, remedy }) => ({ title: what, lines: [remedy], tone: 'warning' as const })),
    hint:
      signOffs?.state === 'awaited'
        ? `To sign it off: “approve ${id}”.`
        : 'It begins in its window, after the steps and waves before it.',
    ...linkTo(context, 'Open the plan', 'plans', id),
  });
}
