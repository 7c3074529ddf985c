import { decideNews } from '../domain/announce/decide-news.ts';
import { dueWords, newsTimes } from '../domain/announce/news-due.ts';
import { isAwake, type QuietHours } from '../domain/announce/quiet.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { type Instant, MS_PER_DAY } from '../domain/time.ts';
import type { StoredNews } from '../ports/migration-news-store.ts';
import type { MigrationStore } from '../ports/migration-store.ts';
import { wholeChain } from './evidence-chain.ts';
import type { Parts } from './parts.ts';
import { toPutBack } from './read/to-put-back.ts';
import { sayDecided } from './say-decided.ts';
import { zoneOfRegion } from './whose-night.ts';

type Needed = Pick<
  Parts,
  'migrationNews' | 'migrations' | 'evidence' | 'watches' | 'planning' | 'sender' | 'ids' | 'clock'
>;

/** What was said is remembered for so long after the last word, and what ended longer ago is not looked at. */
const KEPT_MS = 60 * MS_PER_DAY;
/** Migrations of which nobody has said anything are among the newest; more are looked through until a known one is met. */
const NEWEST = 20;
const MOST_NEWEST = 1000;

/**
 * Says what became of migrations that write, each thing once.
 *
 * @throws UpstreamError when a store or the queue does not answer: the next call goes on
 */
export async function announceMigrations(parts: Needed): Promise<void> {
  const now = parts.clock.now();
  const stored = new Map((await parts.migrationNews.list()).map((one) => [one.record.migrationId, one]));
  const migrations = await toLookAt(parts, stored, now);
  if (migrations.length > 0) {
    const planning = await parts.planning.load();
    const { quiet } = planning.settings.announcements;
    for (const migration of migrations) {
      const timeZone = zoneOfRegion(planning, migration.region);
      await sayOne(parts, stored.get(migration.id), migration, { now, quiet, timeZone });
    }
  }
  await forget(parts, stored, now);
}

/** Open ones, those of which more is to be said, and those that began and ended unseen; the oldest first. */
async function toLookAt(
  { migrations }: Needed,
  stored: ReadonlyMap<string, StoredNews>,
  now: Instant,
): Promise<readonly Migration[]> {
  const found = new Map<string, Migration>();
  for (const one of [...(await migrations.list('open')), ...(await newest(migrations, stored, now))]) {
    if (one.kind !== 'migration' || one.migration.dryRun || isForgotten(one.migration, stored, now)) continue;
    found.set(one.migration.id, one.migration);
  }
  for (const { record } of stored.values()) {
    if (found.has(record.migrationId) || (record.overAt !== undefined && record.toSend.length === 0)) continue;
    const one = await migrations.find(record.migrationId);
    if (one?.kind === 'migration') found.set(one.migration.id, one.migration);
  }
  return [...found.values()].toSorted((a, b) => a.createdAt - b.createdAt);
}

async function newest(store: MigrationStore, stored: ReadonlyMap<string, StoredNews>, now: Instant) {
  for (let most = NEWEST; ; most = Math.min(most * 5, MOST_NEWEST)) {
    const found = await store.list('all', most);
    const real = found.flatMap((one) => (one.kind === 'migration' && !one.migration.dryRun ? [one.migration] : []));
    const oldest = real.at(-1);
    const known = oldest && (stored.has(oldest.id) || isForgotten(oldest, stored, now));
    if (known || found.length < most || most === MOST_NEWEST) return found;
  }
}

/** What was said of it is not remembered any more. */
function isForgotten({ id, endedAt }: Migration, stored: ReadonlyMap<string, StoredNews>, now: Instant): boolean {
  return !stored.has(id) && endedAt !== undefined && now - endedAt >= KEPT_MS;
}

interface Hearers {
  readonly now: Instant;
  readonly quiet: QuietHours;
  readonly timeZone: string;
}

async function sayOne(
  parts: Needed,
  before: StoredNews | undefined,
  migration: Migration,
  { now, quiet, timeZone }: Hearers,
): Promise<void> {
  const awake = isAwake(now, quiet, timeZone);
  const due = dueWords(migration, before?.record.settled ?? []);
  const [chain, watch] = await Promise.all([
    awake && due.length > 0 ? wholeChain(parts, migration) : [],
    due.includes('clear') ? parts.watches.find(migration.id) : undefined,
  ]);
  const record = decideNews(before?.record, {
    now,
    awake,
    timeZone,
    facts: { migration, chain, times: newsTimes(migration, chain), watch: watch?.state, left: toPutBack(migration) },
    idOf: (text) => parts.ids.of('migration-news', text),
  });
  if (!record) return;
  await sayDecided(parts, {
    before: before?.record,
    etag: before?.etag,
    record,
    send: awake ? record.toSend.map(({ id, at, news }) => ({ kind: 'migration-news', id, at, ...news })) : [],
    save: (next, basedOn) => parts.migrationNews.save(next, basedOn),
  });
}

async function forget(parts: Needed, stored: ReadonlyMap<string, StoredNews>, now: Instant): Promise<void> {
  for (const { record, etag } of stored.values()) {
    const { overAt, toSend, migrationId } = record;
    if (overAt !== undefined && toSend.length === 0 && now - overAt >= KEPT_MS) {
      await parts.migrationNews.remove(migrationId, etag);
    }
  }
}
