import type { Announcement } from '../announcement.ts';
import { lastRetroDay } from '../plan/communication.ts';
import { localDay, localInstant } from '../plan/local-time.ts';
import type { PlannedWindow } from '../plan/migration-plan.ts';
import { missedWindow } from '../sign-off/missed-window.ts';
import { addDays, type Instant, MS_PER_DAY, momentText, startOfDay } from '../time.ts';
import type { MigrationNews } from './migration-news.ts';
import { isAwake, nextWaking, type QuietHours } from './quiet.ts';

/** What is asked in the last moment before something is said, however long it took to come so far. */
export interface SayingFacts {
  readonly now: Instant;
  readonly quiet: QuietHours;
  /** For what is not about one cluster. */
  readonly fleetZone: string;
  /** For what is about a cluster and does not say where that is: of that cluster, as far as it is known. */
  readonly zone: string;
  /** Whether the work that it is about is over; asked only of what `isOfTheWork`. */
  readonly isOver?: boolean;
}

export type WhenToSay =
  | { readonly kind: 'now' }
  /** People sleep. */
  | { readonly kind: 'wait'; readonly until: Instant }
  /** What it was about is over. One sentence. */
  | { readonly kind: 'too-late'; readonly why: string };

/**
 * Whether this may be said now. It was decided by day and before its event; a queue that stood still or a service that put it
 * off can have taken it past both. What needs somebody at once is never held.
 */
export function whenToSay(news: Announcement, facts: SayingFacts): WhenToSay {
  const { now, quiet } = facts;
  const over = whyOver(news, facts);
  if (over !== undefined) return { kind: 'too-late', why: over };
  const zone = zoneOf(news, facts);
  if (zone === undefined || isAwake(now, quiet, zone)) return { kind: 'now' };
  return { kind: 'wait', until: nextWaking(now, quiet, zone) };
}

/** `undefined`: it does not matter whom it wakes. */
function zoneOf(news: Announcement, { fleetZone, zone }: SayingFacts): string | undefined {
  switch (news.kind) {
    case 'alert':
    case 'fleet-freeze':
      return undefined;
    case 'planned-work':
    case 'migration-news':
      return news.timeZone;
    case 'exemption-ending':
    case 'sign-off':
      return zone;
    case 'findings-changed':
    case 'subscription-first-seen':
    case 'retirement-digest':
      return fleetZone;
  }
}

/** News of a migration that are none any more when its work is over. */
export function isOfTheWork({ what }: Pick<MigrationNews, 'what'>): boolean {
  return what === 'started' || what === 'progress';
}

function whyOver(news: Announcement, { now, fleetZone, isOver }: SayingFacts): string | undefined {
  switch (news.kind) {
    case 'planned-work': {
      const until = news.what === 'retro' ? retroEnds(news.window, news.timeZone) : news.window.opens;
      return now >= until ? `Its time was over at ${momentText(until)}.` : undefined;
    }
    case 'migration-news':
      return isOver && isOfTheWork(news) ? 'The migration has ended meanwhile.' : undefined;
    case 'exemption-ending': {
      const last = startOfDay(news.exemption.until);
      return last !== undefined && now >= last + MS_PER_DAY ? 'The exemption has ended meanwhile.' : undefined;
    }
    case 'retirement-digest':
      return news.what === 'monthly' && localDay(now, fleetZone).slice(0, 7) !== news.month
        ? 'Its month is over, and the next digest says what is so then.'
        : undefined;
    case 'sign-off': {
      const missed = missedWindow(news, news.at, now);
      return missed === undefined ? undefined : `The window opened at ${momentText(missed)}.`;
    }
    default:
      return undefined;
  }
}

/** The end of its last day, as the plan counts it. */
function retroEnds({ closes }: PlannedWindow, timeZone: string): Instant {
  const last = lastRetroDay(localDay(closes - 1, timeZone));
  return localInstant(addDays(last, 1), 0, timeZone);
}
