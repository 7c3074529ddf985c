import type { MigrationSummaryView } from '../../migration-views.ts';
import { whatText } from '../../migration-words.ts';
import { type Answer, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { CONTROL_PLANE } from '../reading/find-cluster.ts';
import { sayAgain } from '../say-again.ts';
import { choose, type Found, found, subjects, unclear, usage } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { againWith, type ClusterMeant, whichCluster } from './which-cluster.ts';

const MIGRATION_ID = /^m-[0-9a-f]{6,}$/i;
const MOST_CHOICES = 8;

export type MigrationsMeant =
  /** Named by its id, open or not. */
  | { readonly kind: 'one'; readonly migration: MigrationSummaryView }
  /** Those that are open on a cluster or one of its pools; there may be none. */
  | { readonly kind: 'there'; readonly migrations: readonly MigrationSummaryView[]; readonly meant: ClusterMeant };

/** The open migrations of a cluster or one of its pools; or one migration, open or not, by its id. */
export async function migrationsMeant(
  context: CommandContext,
  said: string,
  because?: string,
  rest: readonly string[] = [],
): Promise<Found<MigrationsMeant>> {
  if (MIGRATION_ID.test(said)) {
    const one = await context.fleet.migration(said.toLowerCase());
    if (one) return found({ kind: 'one', migration: one });
    return unclear(no(words`There is no migration ${said}.`, '“status” shows those that are under way.'));
  }
  const { migrations } = await context.fleet.migrations('open');
  const which = await whichCluster(context, said, againWith(context, rest, because), migrations);
  if (which.kind === 'unclear') return which;
  return found({ kind: 'there', migrations: migrations.filter((one) => isOf(one, which.value)), meant: which.value });
}

export function isOf({ clusterId, pool }: MigrationSummaryView, { cluster, pool: meant }: ClusterMeant): boolean {
  if (clusterId !== cluster.id) return false;
  return meant === undefined || (meant === CONTROL_PLANE ? pool === undefined : pool?.toLowerCase() === meant);
}

/**
 * The one open migration that a command is for. Several are not guessed among.
 *
 * @param rest what of the command comes after it
 */
export async function oneMigration(
  context: CommandContext,
  said: readonly string[],
  because?: string,
  rest: readonly string[] = [],
): Promise<Found<MigrationSummaryView>> {
  const [name, ...more] = subjects(said);
  if (name === undefined || more.length > 0) return unclear(usage(context, 'Which cluster?'));
  const which = await migrationsMeant(context, name, because, rest);
  if (which.kind === 'unclear') return which;
  if (which.value.kind === 'one') return found(which.value.migration);
  const { migrations, meant } = which.value;
  const [first, ...others] = migrations;
  if (!first) return unclear(nothingMoves(meant));
  return others.length === 0 ? found(first) : unclear(chooseMigration(context, migrations, because, rest));
}

function nothingMoves({ cluster, pool }: ClusterMeant): Answer {
  const where = words`${cluster.name}${pool === undefined ? '' : `/${pool}`}`;
  return no(words`Nothing moves on ${where}.`, '“status” shows what is under way, “plan CLUSTER” what is planned.');
}

function chooseMigration(
  context: CommandContext,
  migrations: readonly MigrationSummaryView[],
  because: string | undefined,
  rest: readonly string[],
): Answer {
  const { name } = context.command;
  return choose(
    context,
    `${migrations.length} migrations are open there. Which one?`,
    migrations.slice(0, MOST_CHOICES).map((one) => ({
      title: `${one.cluster}, ${whatText(one)}, ${one.id}${one.dryRun ? ' (dry run)' : ''}`,
      again: sayAgain(name, [wordFor(one, migrations), ...rest], because),
    })),
  );
}

/** What names this one of several: its pool, or its id where two have the same. */
function wordFor(one: MigrationSummaryView, all: readonly MigrationSummaryView[]): string {
  const alike = all.filter(({ pool, clusterId }) => pool === one.pool && clusterId === one.clusterId);
  return alike.length > 1 ? one.id : `${one.cluster}/${one.pool ?? CONTROL_PLANE}`;
}
