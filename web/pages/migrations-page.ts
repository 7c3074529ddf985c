import type { MigrationsView } from '../../shared/app/migration-views.ts';
import { hasEnded } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html, plain } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import { counted } from '../html/words.ts';
import type { Frozen } from '../parts/frozen.ts';
import { livePart } from '../parts/live.ts';
import { migrationList } from '../parts/migration-list.ts';

const SECONDS_BETWEEN_LOOKS = 15;
const ENDED_AT_MOST = 100;

/** Every migration: those under way first. */
export function migrationsPage({
  view,
  frozen,
  now,
  links,
}: {
  view: MigrationsView;
  frozen?: Frozen | undefined;
  now: Instant;
  links: Links;
}): Promise<string> {
  const open = view.migrations.filter(({ status }) => !hasEnded(status));
  const ended = view.migrations.filter(({ status }) => hasEnded(status));
  return layout({
    title: 'Migrations - Image Steward',
    links,
    frozen,
    script: 'live.js',
    trail: html`<nav class="trail" aria-label="You are here"><a href="${links.dashboard()}">Fleet</a> <span aria-hidden="true">/</span> <span aria-current="page">Migrations</span></nav>`,
    body: livePart({
      headline: `${counted(open.length, 'migration')} under way`,
      every: SECONDS_BETWEEN_LOOKS,
      content: html`<h1>Migrations</h1>
${unreadablePanel(view)}
<section class="panel" aria-labelledby="open-title"><h2 id="open-title">${counted(open.length, 'migration')} under way</h2>
${open.length > 0 ? migrationList(open, 'Migrations under way', now, links) : html`<p>Nothing moves. A migration begins when a <a href="${links.plans()}">plan</a> has its sign-offs and its window is open.</p>`}
</section>
${
  ended.length > 0
    ? html`<section class="panel" aria-labelledby="ended-title"><h2 id="ended-title">Ended</h2>
${migrationList(ended.slice(0, ENDED_AT_MOST), 'Ended migrations', now, links)}
${ended.length > ENDED_AT_MOST ? html`<p class="soft">and ${counted(ended.length - ENDED_AT_MOST, 'older one')}; <code>/api/migrations?which=all</code> lists them</p>` : ''}</section>`
    : ''
}`,
    }),
  });
}

/** Nothing is claimed about what could not be read; but it is said that it is there. */
function unreadablePanel({ unreadable }: MigrationsView): Html | '' {
  if (unreadable.length === 0) return '';
  return html`<section class="ourselves" aria-labelledby="unreadable-title"><h2 id="unreadable-title">${counted(unreadable.length, 'record')} cannot be read</h2>
<p>They are left as they are, and nothing runs for them until somebody looks.</p>
<ul class="gaps">${unreadable.map(({ id, why }) => html`<li><code>${plain(id)}</code> ${plain(why)}</li>`)}</ul></section>`;
}
