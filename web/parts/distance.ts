import { distanceText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html } from '../html/html.ts';

/** `in 2 h 5 min`, with the moment for programs. */
export function distance(moment: string, now: Instant): Html {
  return html`<time datetime="${moment}">${distanceText(moment, now)}</time>`;
}
