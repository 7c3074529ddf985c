import { type Day, daysBetween, type Instant } from '../../shared/domain/time.ts';
import { type Html, html } from './html.ts';

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const MOMENT_FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const MINUTE_MS = 60_000;

/** `17 Mar 2027`; a text that is no day is shown as it is. */
export function dayText(day: Day): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : DAY_FORMAT.format(at);
}

/** `20 Nov 2026, 08:00 UTC`. */
export function momentText(moment: string): string {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? moment : `${MOMENT_FORMAT.format(at)} UTC`;
}

/** `today`, `in 12 days`, `in 5 months`, `3 days ago`, `2 years ago`. */
export function relativeDay(day: Day, today: Day): string {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  const text = spanText(Math.abs(days));
  return days > 0 ? `in ${text}` : `${text} ago`;
}

/** `just now`, `12 min ago`, `5 h ago`, `3 days ago`. */
export function agoText(moment: string, now: Instant): string {
  const minutes = Math.floor((now - Date.parse(moment)) / MINUTE_MS);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${spanText(Math.floor(minutes / 1440))} ago`;
}

/** A day with how far it is: the date is the fact, the distance helps to read it. */
export function dayWithDistance(day: Day, today: Day): Html {
  return html`<time datetime="${day}">${dayText(day)}</time> <span class="soft">${relativeDay(day, today)}</span>`;
}

function spanText(days: number): string {
  if (days === 1) return '1 day';
  if (days < 120) return `${days} days`;
  if (days < 730) return `${Math.round(days / 30.44)} months`;
  return `${Math.round(days / 365.25)} years`;
}
