import { distanceText, remainingText, sinceText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html } from '../html/html.ts';

/** `20 min`, with the moment for programs. */
export function lasting(since: string, now: Instant): Html {
  return html`<time datetime="${since}">${sinceText(since, now)}</time>`;
}

/** `3 h 58 min` that are left, with the moment for programs. */
export function remaining(until: string, now: Instant): Html {
  return html`<time datetime="${until}">${remainingText(until, now)}</time>`;
}

/** `in 2 h 5 min`, with the moment for programs. */
export function distance(moment: string, now: Instant): Html {
  return html`<time datetime="${moment}">${distanceText(moment, now)}</time>`;
}
