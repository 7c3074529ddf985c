import type { ToDo, WatchState } from '../../domain/alert/alert.ts';
import { explainRecommendation } from '../../domain/alert/explain.ts';
import { BugError } from '../../domain/errors.ts';
import { commandMigration } from '../command-migration.ts';
import type { Parts } from '../parts.ts';
import { lately } from './lately.ts';
import { knownOwners } from './owners.ts';
import type { AlertParts } from './parts.ts';
import { watchedOf } from './watched-migrations.ts';

type Needed = AlertParts & Parts;

/** Somebody else saves at the same time: read again and take off what was done here. */
const TRIES = 5;

/**
 * Does what was decided: commands first, words after. What fails stays to be done, and the next look does it.
 *
 * @throws UpstreamError when a store or a queue does not answer: the message comes again
 */
export async function carryOut(parts: Needed, migrationId: string): Promise<void> {
  const found = await parts.watches.find(migrationId);
  if (!found || found.state.toDo.length === 0) return;
  const order = found.state.toDo.toSorted(
    (a, b) => Number(a.action.kind === 'tell') - Number(b.action.kind === 'tell'),
  );
  for (const toDo of order) await carryOutOne(parts, found.state, toDo);
  await takeOff(parts, migrationId, new Set(order.map(({ id }) => id)));
}

async function carryOutOne(parts: Needed, state: WatchState, { id, at, action }: ToDo): Promise<void> {
  const { migrationId } = state;
  if (action.kind !== 'tell') {
    if (!(await isStillMeant(parts, migrationId, action.kind))) return;
    // Refused means that it is so already, or makes no sense any more: both are fine.
    await commandMigration(parts, migrationId, { kind: action.kind, reason: action.because }, personOf(action.by));
    return;
  }
  const stored = await parts.migrations.find(migrationId);
  if (stored?.kind !== 'migration') return;
  const [entries, owners] = await Promise.all([lately(parts, stored.migration), knownOwners(parts, stored.migration)]);
  const watched = watchedOf(stored.migration, entries, owners);
  const explanation = explainRecommendation(state, action.recommendation, watched, parts.clock.now());
  const news = { id, at, what: action.what, explanation };
  await parts.sender.send('notify', [{ id, body: { ...news, kind: 'alert' } }]);
  await parts.sender.send('page-on-call', [{ id, body: news }]);
}

/** A pause that was decided before somebody said "roll back" would stop the way back. */
async function isStillMeant(
  { migrations }: Needed,
  migrationId: string,
  kind: 'pause' | 'resume' | 'roll-back',
): Promise<boolean> {
  const stored = await migrations.find(migrationId);
  if (stored?.kind !== 'migration') return false;
  const { direction, commands } = stored.migration;
  const turns = commands.some((command) => command.kind === 'roll-back' || command.kind === 'abort');
  return kind !== 'pause' || (direction === 'forward' && !turns);
}

function personOf(by: string) {
  return { id: by, name: by };
}

async function takeOff(parts: Needed, migrationId: string, done: ReadonlySet<string>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await parts.watches.find(migrationId);
    if (!found) return;
    const toDo = found.state.toDo.filter(({ id }) => !done.has(id));
    if (toDo.length === found.state.toDo.length) return;
    if ((await parts.watches.save({ ...found.state, toDo }, found.etag)) === 'saved') return;
  }
  throw new BugError('WATCH_CONTENDED', 'a watch state could not be saved in several tries', { migrationId });
}
