import type { Announcement } from '../announcement.ts';
import { lastRetroDay } from '../plan/communication.ts';
import { localDay, localInstant } from '../plan/local-time.ts';
import type { PlannedWindow } from '../plan/migration-plan.ts';
import { addDays, type Instant, MS_PER_DAY, momentText, startOfDay } from '../time.ts';
import { isAwake, nextWaking, type QuietHours } from './quiet.ts';

/** What is asked in the last moment before something is said, however long it took to come so far. */
export interface SayingFacts {
  readonly now: Instant;
  readonly quiet: QuietHours;
  /** For what is not about one cluster. */
  readonly fleetZone: string;
  /** For what is about a cluster and does not say where that is. */
  readonly zoneOf?: (clusterId: string) => string | undefined;
  /** Whether the migration that it is about has ended; absent: it is about none, or that is not known. */
  readonly ended?: boolean;
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
function zoneOf(news: Announcement, { fleetZone, zoneOf: known }: SayingFacts): string | undefined {
  switch (news.kind) {
    case 'alert':
    case 'fleet-freeze':
      return undefined;
    case 'planned-work':
    case 'migration-news':
      return news.timeZone;
    case 'exemption-ending':
      return known?.(clusterOf(news.exemption.scope)) ?? fleetZone;
    case 'sign-off':
      return (news.clusters[0] && known?.(news.clusters[0].clusterId)) ?? fleetZone;
    case 'findings-changed':
    case 'subscription-first-seen':
    case 'retirement-digest':
      return fleetZone;
  }
}

/** The cluster that an ARM id names, or is in; else the id itself. */
export function clusterOf(scope: string): string {
  return /^.*\/managedclusters\/[^/]+/i.exec(scope)?.[0].toLowerCase() ?? scope;
}

function whyOver(news: Announcement, { now, fleetZone, ended }: SayingFacts): string | undefined {
  switch (news.kind) {
    case 'planned-work': {
      const until = news.what === 'retro' ? retroEnds(news.window, news.timeZone) : news.window.opens;
      return now >= until ? `Its time was over at ${momentText(until)}.` : undefined;
    }
    case 'migration-news':
      return ended && (news.what === 'started' || news.what === 'progress')
        ? 'The migration has ended meanwhile.'
        : undefined;
    case 'exemption-ending': {
      const last = startOfDay(news.exemption.until);
      return last !== undefined && now >= last + MS_PER_DAY ? 'The exemption has ended meanwhile.' : undefined;
    }
    case 'retirement-digest':
      return news.what === 'monthly' && localDay(now, fleetZone).slice(0, 7) !== news.month
        ? 'Its month is over, and the next digest says what is so then.'
        : undefined;
    case 'sign-off':
      // One that was decided after it is about the later windows of the plan.
      return news.what === 'reminder' && news.opens !== undefined && news.at < news.opens && now >= news.opens
        ? `The window opened at ${momentText(news.opens)}.`
        : undefined;
    default:
      return undefined;
  }
}

/** The end of its last day, as the plan counts it. */
function retroEnds({ closes }: PlannedWindow, timeZone: string): Instant {
  const last = lastRetroDay(localDay(closes - 1, timeZone));
  return localInstant(addDays(last, 1), 0, timeZone);
}
