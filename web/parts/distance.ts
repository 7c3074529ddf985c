import { distanceText, sinceText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html } from '../html/html.ts';

/** `20 min`, with the moment for programs. */
export function lasting(since: string, now: Instant): Html {
  return html`<time datetime="${since}">${sinceText(since, now)}</time>`;
}

/** `in 2 h 5 min`, with the moment for programs. */
export function distance(moment: string, now: Instant): Html {
  return html`<time datetime="${moment}">${distanceText(moment, now)}</time>`;
}
