/** What a message in the chat says, read from its words as a person would. */
import type { Conversation } from '../../../shared/domain/chat/conversation.ts';
import { startOfDay } from '../../../shared/domain/time.ts';
import type { Stood } from './year-chat.ts';
import { FLEET_ZONE, nameOf, type Region, regionOf, ZONES } from './year-world.ts';

const DAY = 86_400_000;

export interface Said {
  readonly at: number;
  readonly place: Conversation;
  readonly text: string;
  readonly kind: 'planned-work' | 'migration' | 'sign-off' | 'digest' | 'exemption' | 'first-seen';
  /** The same thing said twice in one place has the same. */
  readonly key: string;
  /** A card that changes where it stands. */
  readonly live: boolean;
  /** By whose clocks it must be day; absent: it may wake people. */
  readonly zone?: string;
  /** To be said from then on, and before. */
  readonly from?: number;
  readonly before?: number;
  /** `c3 p1`: a migration that it is about. */
  readonly life?: string;
}

export function saidOf({ at, message }: Stood, place: Conversation): Said {
  const { text } = message;
  const [mark = ''] = text.split('\n');
  const head = { at, place, text, key: `${place.name} ${text}`, live: false } as const;
  if (mark.startsWith('Planned work'))
    return { ...head, kind: 'planned-work', zone: zoneOfCluster(text), ...eventOfWork(mark, text) };
  if (mark.startsWith('Migration: ')) {
    const life = lifeIn(text);
    return { ...head, kind: 'migration', live: true, life, key: `${place.name} ${life}`, zone: zoneOfCluster(text) };
  }
  if (/^(Migration (under way|ended)|All clear|Not clear)$/.test(mark)) {
    return { ...head, kind: 'migration', zone: zoneOfCluster(text), life: lifeIn(text) };
  }
  if (mark.startsWith('Sign-off: ') && text.includes('\nScope: ')) {
    const zone = zoneOfRegion(field(text, 'Scope'));
    return { ...head, kind: 'sign-off', live: true, key: `${place.name} ${planIn(text)}`, zone };
  }
  if (/^Sign-off(: a reminder| asked for| void| came late| complete| refused)$/.test(mark)) {
    return { ...head, kind: 'sign-off', zone: zoneOfCluster(field(text, 'Clusters')), ...eventOfSignOff(mark, text) };
  }
  if (mark.startsWith('Retirements, '))
    return { ...head, kind: 'digest', zone: FLEET_ZONE, ...monthOf(mark.slice(-7)) };
  if (mark === 'A retirement date moved') return { ...head, kind: 'digest', zone: FLEET_ZONE };
  if (mark === 'Exemption ending') {
    const last = startOfDay(field(text, 'Last day')) ?? Number.NaN;
    return { ...head, kind: 'exemption', zone: zoneOfCluster(text.split('\n')[1] ?? ''), before: last + DAY };
  }
  if (mark === 'A subscription is seen for the first time') return { ...head, kind: 'first-seen', zone: FLEET_ZONE };
  // What nobody can read would be judged as faultless.
  throw new Error(`nobody reads "${mark}"`);
}

function eventOfWork(mark: string, text: string): Pick<Said, 'from' | 'before'> {
  const [opens = Number.NaN, closes = Number.NaN] = windowIn(field(text, 'Window'));
  return mark === 'Planned work: looking back' ? { from: closes, before: closes + 14 * DAY } : { before: opens };
}

/** Who is reminded is so before the first window; a word that was taken back may be missed after it, too. */
function eventOfSignOff(mark: string, text: string): Pick<Said, 'before'> {
  if (mark !== 'Sign-off: a reminder' || text.includes(' needs sign-offs again: ')) return {};
  return { before: momentIn(field(text, 'First window')) };
}

/** `Sun 2027-01-24 00:00 to 06:00 in America/New_York (Sun 2027-01-24 05:00 to 11:00 UTC)`. */
function windowIn(text: string): number[] {
  const utc = /\(([^)]*) UTC\)/.exec(text)?.[1] ?? text;
  const [, day = '', from = '', laterDay, to = ''] =
    /(\d{4}-\d\d-\d\d) (\d\d:\d\d) to (?:\w{3} (\d{4}-\d\d-\d\d) )?(\d\d:\d\d)/.exec(utc) ?? [];
  return [Date.parse(`${day}T${from}Z`), Date.parse(`${laterDay ?? day}T${to}Z`)];
}

function momentIn(text: string): number {
  const [, day = '', time = ''] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/.exec(text) ?? [];
  return Date.parse(`${day}T${time}Z`);
}

function monthOf(month: string): Pick<Said, 'from' | 'before'> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  // A day to either side for the time zone; what it says of its month is looked at to the day elsewhere.
  return { from: Date.UTC(year, number - 1, 1) - DAY / 2, before: Date.UTC(year, number, 1) };
}

function field(text: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
}

function zoneOfRegion(region: string): string {
  const zone = ZONES[region as Region];
  if (zone === undefined) throw new Error(`nobody knows where "${region}" is`);
  return zone;
}

function zoneOfCluster(text: string): string {
  const number = /\bc(\d+)\b/.exec(text)?.[1];
  return number === undefined ? FLEET_ZONE : ZONES[regionOf(Number(number))];
}

function lifeIn(text: string): string {
  const cluster = /\bc(\d+)\b/.exec(text)?.[1];
  const pool = /\bpool (p\d+)\b/.exec(text)?.[1];
  return `${nameOf(Number(cluster))} ${pool}`;
}

function planIn(text: string): string {
  return /\b[0-9a-f]{12}\b/.exec(text)?.[0] ?? '';
}
