import type { MigrationSummaryView, NodeSightView, ViabilityView } from '../../shared/app/migration-views.ts';
import { statusText, viabilityText } from '../../shared/app/migration-words.ts';
import { type Html, html } from '../html/html.ts';

const TONES: Readonly<Record<MigrationSummaryView['status'], string>> = {
  waiting: 'low',
  running: 'fine',
  paused: 'high',
  completed: 'fine',
  'rolled-back': 'medium',
  aborted: 'medium',
};

/** The status in words; the colour only repeats it. */
export function statusMark(one: Pick<MigrationSummaryView, 'status' | 'direction' | 'dryRun'>): Html {
  return html`<span class="severity ${TONES[one.status]}">${statusText(one)}</span>${one.dryRun ? html` <span class="severity low">dry run</span>` : ''}`;
}

const VIABILITY_TONES: Readonly<Record<ViabilityView['kind'], string>> = {
  possible: 'ok',
  'ending-soon': 'high',
  over: 'critical',
  unknown: 'unknown',
};

/** Shape, word and colour say the same. */
export function viabilityMark(viability: ViabilityView): Html {
  return html`<span class="way-back tone-${VIABILITY_TONES[viability.kind]}">${VIABILITY_SHAPES[viability.kind]} ${viabilityText(viability)}</span>`;
}

const VIABILITY_SHAPES: Readonly<Record<ViabilityView['kind'], Html>> = {
  possible: shape(html`<path d="M13 4.5 6.5 11 3 7.5" fill="none" stroke="currentColor" stroke-width="2.2"/>`),
  'ending-soon': shape(
    html`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 4.5V8l2.5 2" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  ),
  over: shape(html`<path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" stroke-width="2.2"/>`),
  unknown: shape(
    html`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.5 2"/>`,
  ),
};

/** What a node is in: one shape for each, so that no colour is needed to tell them apart. */
export type NodeShape = 'trouble' | 'emptying' | 'emptied' | 'closed' | 'moved' | 'old';

export function shapeOfNode({ ready, drain, cordoned, onTarget }: NodeSightView): NodeShape {
  if (drain === 'now') return 'emptying';
  if (drain === 'done') return 'emptied';
  if (!ready) return 'trouble';
  if (cordoned) return 'closed';
  return onTarget ? 'moved' : 'old';
}

const NODE_SHAPES: Readonly<Record<NodeShape, Html>> = {
  trouble: shape(
    html`<path d="M8 1.8 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 6v4m0 1.4v1.2" stroke="currentColor" stroke-width="1.6"/>`,
  ),
  emptying: shape(
    html`<path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.5 14.5 8 8 14.5z" fill="currentColor"/>`,
  ),
  emptied: shape(
    html`<rect x="2" y="2" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.5 2"/>`,
  ),
  closed: shape(
    html`<rect x="2" y="2" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M5 8h6" stroke="currentColor" stroke-width="2"/>`,
  ),
  moved: shape(
    html`<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.8 8.2 7 10.4l4.2-4.6" fill="none" stroke="var(--panel)" stroke-width="1.8"/>`,
  ),
  old: shape(html`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>`),
};

export function nodeShape(kind: NodeShape): Html {
  return NODE_SHAPES[kind];
}

/** Decoration: a word beside it says the same. */
export function shape(content: Html): Html {
  return html`<svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${content}</svg>`;
}
