import { localDay } from '../plan/local-time.ts';
import { isOutOfSupport } from '../retirement/retirement-state.ts';
import { type Instant, startOfDay } from '../time.ts';
import type { DigestItem, MovedDate, RetirementDigest } from './digest.ts';
import type { DigestRecord, ToldDates } from './digest-record.ts';
import { digestTitle } from './digest-words.ts';
import { type DropNote, note, noted, withoutOld } from './drop-note.ts';

/** What the fleet runs, by the entries of the calendar. */
export interface RetiringFleet {
  /** Every entry that a pool is on, those without dates among them. */
  readonly entries: readonly RetiringEntry[];
  /** All pools, and those of which nobody knows when their image ends. */
  readonly pools: number;
  readonly unknown: number;
  /** Not all of the fleet was seen. */
  readonly partial: boolean;
}

export interface RetiringEntry extends DigestItem {
  /** In the calendar. */
  readonly id: string;
}

export interface DigestFacts {
  readonly now: Instant;
  /** IANA name; by whose clocks months and weekdays are told. */
  readonly timeZone: string;
  readonly fleet: RetiringFleet;
  readonly idOf: (text: string) => string;
}

type Dates = { readonly id: string } & ToldDates;

/** A digest is told on the first day of work that people are awake in a month, or the next one that it can be. */
export function isMonthlyDue(record: DigestRecord | undefined, now: Instant, timeZone: string): boolean {
  const day = localDay(now, timeZone);
  const weekday = new Date(startOfDay(day) ?? now).getUTCDay();
  return weekday >= 1 && weekday <= 5 && (record === undefined || day.slice(0, 7) > record.month);
}

/** Whether any date that people know is another by now. */
export function hasMoved(record: DigestRecord | undefined, calendar: readonly Dates[]): boolean {
  return calendar.some((entry) => movesOf(record?.told[entry.id], entry, '').length > 0);
}

/**
 * What is to be said of what retires, as the next state of the record: at most one digest. Called only while people are
 * awake. The same object when nothing changes.
 */
export function decideDigest(record: DigestRecord | undefined, facts: DigestFacts): DigestRecord | undefined {
  const { now, timeZone, fleet } = facts;
  if (fleet.pools === 0) return record;
  const month = localDay(now, timeZone).slice(0, 7);
  const moved = fleet.entries.flatMap((entry) => movesOf(record?.told[entry.id], entry, entry.name));
  if (isMonthlyDue(record, now, timeZone)) {
    const digest = digestOf('monthly', month, fleet.entries.filter(isRetiring), moved, fleet);
    const before = record ?? { format: 1, month, told: {}, moves: 0, toSend: [], notes: [], dropped: 0 };
    const passed = { ...before, month, told: { ...before.told, ...datesOf(fleet.entries) } };
    return said(noted(passed, missedMonths(record?.month, month, now)), digest, ['monthly', month], facts);
  }
  if (!record) return record;
  if (moved.length === 0) return withoutUnused(record, fleet);
  const concerned = fleet.entries.filter((entry) => movesOf(record.told[entry.id], entry, '').length > 0);
  const next = { ...record, moves: record.moves + 1, told: { ...record.told, ...datesOf(concerned) } };
  return said(next, digestOf('moved', month, concerned, moved, fleet), ['moved', next.moves], facts);
}

function said(
  record: DigestRecord,
  digest: RetirementDigest,
  of: readonly unknown[],
  { now, idOf }: DigestFacts,
): DigestRecord {
  return { ...record, toSend: [...record.toSend, { id: idOf(JSON.stringify(of)), at: now, digest }] };
}

function digestOf(
  what: RetirementDigest['what'],
  month: string,
  entries: readonly RetiringEntry[],
  moved: readonly MovedDate[],
  { partial, unknown }: RetiringFleet,
): RetirementDigest {
  const items = entries.toSorted(nextToEndFirst).map(({ id: _, ...item }) => item);
  const title = digestTitle({ what, items, moved, partial, unknown });
  return { what, month, title, moved, items, partial };
}

/** What people were told is another thing now; of what they were told nothing about nothing has moved. */
function movesOf(told: ToldDates | undefined, now: ToldDates, name: string): MovedDate[] {
  if (!told) return [];
  const of = (which: MovedDate['which'], before: string | undefined, after: string | undefined): MovedDate[] =>
    before === after ? [] : [{ name, which, ...(before && { before }), ...(after && { after }) }];
  return [
    ...of('support-ends', told.supportEnds, now.supportEnds),
    ...of('images-removed', told.imagesRemoved, now.imagesRemoved),
  ];
}

function datesOf(entries: readonly RetiringEntry[]): Record<string, ToldDates> {
  return Object.fromEntries(
    entries.map(({ id, supportEnds, imagesRemoved }) => [
      id,
      { ...(supportEnds && { supportEnds }), ...(imagesRemoved && { imagesRemoved }) },
    ]),
  );
}

/** What the fleet does not run any more concerns nobody: it is told anew when it is there again. */
function withoutUnused(record: DigestRecord, { entries }: RetiringFleet): DigestRecord {
  const used = new Set(entries.map(({ id }) => id));
  const told = Object.fromEntries(Object.entries(record.told).filter(([id]) => used.has(id)));
  return Object.keys(told).length === Object.keys(record.told).length ? record : { ...record, told };
}

function isRetiring({ supportEnds, imagesRemoved, state }: DigestItem): boolean {
  return supportEnds !== undefined || imagesRemoved !== undefined || isOutOfSupport(state);
}

/** What has ended without anybody publishing the day comes first of all. */
function nextToEndFirst(a: RetiringEntry, b: RetiringEntry): number {
  const [first, second] = [firstDate(a), firstDate(b)];
  if (first === second) return a.id < b.id ? -1 : 1;
  return first < second ? -1 : 1;
}

function firstDate({ supportEnds, imagesRemoved, state }: DigestItem): string {
  return supportEnds ?? imagesRemoved ?? (isOutOfSupport(state) ? '' : '9999');
}

const MOST_MISSED = 12;

function missedMonths(last: string | undefined, month: string, at: Instant): DropNote<RetirementDigest['what']>[] {
  const notes: DropNote<RetirementDigest['what']>[] = [];
  for (
    let missed = last && after(last);
    missed && missed < month && notes.length < MOST_MISSED;
    missed = after(missed)
  ) {
    notes.push(note('monthly', at, `Nobody looked on a day of work in ${missed}.`));
  }
  return notes;
}

function after(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** What may be sent now; a digest whose month is over is dropped with a note. */
export function dropOldDigests(record: DigestRecord, now: Instant, timeZone: string): DigestRecord {
  const month = localDay(now, timeZone).slice(0, 7);
  return withoutOld(
    record,
    ({ digest }) => digest.what === 'monthly' && digest.month < month,
    ({ digest }) => note(digest.what, now, `It was not known to be sent when ${digest.month} was over.`),
  );
}
