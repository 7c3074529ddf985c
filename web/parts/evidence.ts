import type { EvidenceEntryView, MigrationView } from '../../shared/app/migration-views.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { count } from '../html/words.ts';

const LISTED_AT_MOST = 50;
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** What happened, newest first, with the way to the whole chain. */
export function evidencePanel({ id, timeline, head }: MigrationView, links: Links): Html {
  const entries = `${count(head.seq)} ${head.seq === 1 ? 'entry' : 'entries'}`;
  return html`<section class="panel" aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2>
<p class="soft">${entries}, newest first. <a href="${links.api(`migrations/${id}/evidence`)}" id="evidence-file">The whole chain</a>, which <code>steward verify FILE</code> checks without asking anybody. The last hash: <code>${plain(head.hash)}</code></p>
${timeline.length > 0 ? table(timeline) : html`<p>Nothing has happened yet.</p>`}
</section>`;
}

function table(timeline: MigrationView['timeline']): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Evidence, table" id="evidence-rows">
<table class="steps evidence" role="table"><caption class="unseen">Evidence</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">When (UTC)</th><th role="columnheader" scope="col">Who</th><th role="columnheader" scope="col">What</th></tr></thead>
<tbody role="rowgroup">${timeline.slice(0, LISTED_AT_MOST).map(row)}</tbody></table>
</div>`;
}

function row({ seq, at, who, kind, what, before, after }: EvidenceEntryView): Html {
  const values = [
    ['before', before],
    ['after', after],
  ].flatMap(([name, value]) =>
    value === undefined ? [] : [html`<dt>${name}</dt><dd><code>${plain(JSON.stringify(value))}</code></dd>`],
  );
  return html`<tr role="row"><td role="cell">${count(seq)}. <time datetime="${new Date(at).toISOString()}">${MOMENT.format(at)}</time></td><td role="cell"><bdi>${plain(who)}</bdi></td>
<td role="cell"><span class="soft">${kind}</span> ${plain(what)}${values.length > 0 ? html`<details class="numbers" id="entry-${seq}"><summary>Before and after</summary><dl class="explained">${values}</dl></details>` : ''}</td></tr>`;
}
