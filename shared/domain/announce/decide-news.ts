import { hasEnded } from '../migration/status-table.ts';
import type { Instant } from '../time.ts';
import { type DropNote, note, noted, withoutOld } from './drop-note.ts';
import { CATCH_UP_MS, dueWords, halfWay, isOver, trueSince } from './news-due.ts';
import type { NewsRecord, NewsWord } from './news-record.ts';
import { type NewsFacts, newsSaid } from './news-words.ts';

export interface DecideNews {
  readonly now: Instant;
  /** By the clocks of its cluster. */
  readonly awake: boolean;
  readonly timeZone: string;
  readonly facts: NewsFacts;
  readonly idOf: (text: string) => string;
}

/** Later than this after it came true, it is told as late. */
const LATE_MS = 3_600_000;

/**
 * What is to be said of a migration now, as the next state of its record: at most one word, the latest that is true. Others
 * that nobody said are dropped with a note; the one that is said says when it began. The same object when nothing changes.
 */
export function decideNews(before: NewsRecord | undefined, asked: DecideNews): NewsRecord | undefined {
  const { migration } = asked.facts;
  if (migration.dryRun) return ofDryRun(before, asked.now);
  const record = dropUnsent(before ?? fresh(migration.id), asked.now);
  if (record.overAt !== undefined) return record;
  const seen = stillTrue(dropOld(withHalf(record, asked), asked), asked);
  const said = asked.awake ? sayLatest(seen, asked) : seen;
  const next = overOf(said, asked);
  return next === record && !before ? undefined : next;
}

/** There is nothing to remember of one: a record that there is all the same is over, and is forgotten with the others. */
function ofDryRun(before: NewsRecord | undefined, now: Instant): NewsRecord | undefined {
  return before && before.overAt === undefined ? { ...before, overAt: now } : before;
}

function fresh(migrationId: string): NewsRecord {
  return { format: 1, migrationId, settled: [], toSend: [], notes: [], dropped: 0 };
}

function withHalf(record: NewsRecord, { now, facts: { migration } }: DecideNews): NewsRecord {
  if (record.halfAt !== undefined || halfWay(migration) === undefined) return record;
  return { ...record, halfAt: now };
}

/** What could not be sent for days is given up. */
export function dropUnsent(record: NewsRecord, now: Instant): NewsRecord {
  const why = 'It was not known to be sent for three days, and is no news any more.';
  return withoutOld(
    record,
    ({ at }) => now - at >= CATCH_UP_MS,
    ({ word }) => note(word, now, why),
  );
}

/** What ended days ago is told to nobody any more, and neither is what was before it. */
function dropOld(record: NewsRecord, { now, facts }: DecideNews): NewsRecord {
  const due = dueWords(facts.migration, record.settled);
  const latest = due.at(-1);
  if (!latest || !isEnd(latest) || now - trueSince(latest, facts.migration, facts.times, record) < CATCH_UP_MS) {
    return record;
  }
  const why = 'It ended so long ago that it is no news any more.';
  return settle(
    record,
    due,
    due.map((word) => note(word, now, why)),
  );
}

/** Of what is over, nobody hears that it begins or goes on; also when it was decided and is not known to be sent. */
function stillTrue(record: NewsRecord, { now, facts: { migration } }: DecideNews): NewsRecord {
  if (!isOver(migration)) return record;
  const left = withoutOld(
    record,
    ({ word }) => !isEnd(word),
    ({ word }) => note(word, now, 'It was not known to be sent before the work was over.'),
  );
  const unsaid = record.halfAt !== undefined && !record.settled.includes('progress') ? (['progress'] as const) : [];
  const notes = unsaid.map((word) => note(word, now, 'The work was over before anybody could be told.'));
  return settle(left, unsaid, notes);
}

function sayLatest(record: NewsRecord, asked: DecideNews): NewsRecord {
  const { now, facts, timeZone, idOf } = asked;
  const { migration, times } = facts;
  const due = dueWords(migration, record.settled);
  const latest = wordOf(due);
  if (!latest) return record;
  const said = newsSaid(latest, facts, record.settled);
  const others = due.filter((word) => word !== latest);
  const overtaken = others.map((word) => note(word, now, `"${said.what}" was due as well and says it too.`));
  const { work } = migration;
  const news = {
    ...said,
    migrationId: migration.id,
    plan: migration.plan,
    clusterId: migration.clusterId,
    cluster: migration.clusterName,
    ...(work.kind === 'pool' && { pool: work.name }),
    environment: migration.environment,
    region: migration.region,
    timeZone,
    status: migration.status,
    step: migration.step,
    startedAt: times.startedAt,
    ...(isEnd(latest) && { endedAt: trueSince(latest === 'clear' ? 'done' : latest, migration, times, record) }),
    late: now - trueSince(latest, migration, times, record) > LATE_MS,
  };
  const id = idOf(JSON.stringify([migration.id, latest]));
  const next = settle(record, due, overtaken);
  return { ...next, toSend: [...next.toSend, { id, at: now, word: latest, news }] };
}

/** The latest one; but a beginning is told as one, and says how far it is. */
function wordOf(due: readonly NewsWord[]): NewsWord | undefined {
  const latest = due.at(-1);
  return latest === 'progress' && due.includes('started') ? 'started' : latest;
}

/** Settled to its last word; what waits to be sent is sent all the same. */
function overOf(record: NewsRecord, { now, facts: { migration } }: DecideNews): NewsRecord {
  const last: NewsWord = migration.status === 'completed' ? 'clear' : 'turned';
  if (!hasEnded(migration.status) || !record.settled.includes(last)) return record;
  return { ...record, overAt: now };
}

function isEnd(word: NewsWord): boolean {
  return word === 'done' || word === 'turned' || word === 'clear';
}

function settle(record: NewsRecord, words: readonly NewsWord[], notes: readonly DropNote<NewsWord>[]): NewsRecord {
  const next = words.length > 0 ? { ...record, settled: [...record.settled, ...words] } : record;
  return noted(next, notes);
}
