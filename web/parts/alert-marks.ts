import type { RuleView } from '../../shared/app/alerts/alert-views.ts';
import type { MigrationSummaryView } from '../../shared/app/migration-views.ts';
import { type Html, html } from '../html/html.ts';
import { shape } from './migration-marks.ts';

type Kind = RuleView['kind'] | MigrationSummaryView['alert']['kind'];

const TONES: Readonly<Record<Kind, string>> = {
  breached: 'critical',
  unknown: 'unknown',
  healthy: 'ok',
  'not-watched': 'unknown',
  none: 'unknown',
};

const SHAPES: Readonly<Record<Kind, () => Html>> = {
  breached: () =>
    shape(
      html`<path d="M8 1.8 15 14H1z" fill="currentColor"/><path d="M8 6v4m0 1.4v1.2" stroke="var(--panel)" stroke-width="1.6"/>`,
    ),
  unknown: () =>
    shape(
      html`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.5 2"/>`,
    ),
  healthy: () => shape(html`<path d="M13 4.5 6.5 11 3 7.5" fill="none" stroke="currentColor" stroke-width="2.2"/>`),
  'not-watched': notWatched,
  none: notWatched,
};

function notWatched(): Html {
  return shape(html`<path d="M3 8h10" stroke="currentColor" stroke-width="2.2"/>`);
}

const WORDS: Readonly<Record<Kind, string>> = {
  breached: 'Breached',
  unknown: 'Unknown',
  healthy: 'Healthy',
  'not-watched': 'Not watched',
  none: 'Not watched',
};

/** Shape, word and colour say the same. @param words in place of the usual one */
export function alertMark(kind: Kind, words = WORDS[kind]): Html {
  return html`<span class="way-back tone-${TONES[kind]}">${SHAPES[kind]()} ${words}</span>`;
}
