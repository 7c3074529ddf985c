import type { FindingsQuery, PostureView } from '../../shared/app/views.ts';
import { RULE_IDS, SEVERITIES } from '../../shared/domain/policy/finding.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { ruleTitle } from '../html/words.ts';

/** A page decides itself how long it is. */
export type PageQuery = Omit<FindingsQuery, 'limit'>;

/** A form that asks by address, so that a filtered list can be kept, shared and gone back to. */
export function filterForm(query: PageQuery, subscriptions: PostureView['bySubscription'], links: Links): Html {
  const names = subscriptions.toSorted((a, b) => (a.subscriptionName < b.subscriptionName ? -1 : 1));
  const isChosen = (id: string, name: string) => query.subscription?.some((one) => one === id || one === name) ?? false;
  return html`<form class="filters" method="get" action="/#findings" role="search" aria-label="Filter findings">
${links.carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>Severity</legend>
${SEVERITIES.map(
  (severity) =>
    html`<label class="check"><input type="checkbox" name="severity" value="${severity}"${query.severity?.includes(severity) ? html` checked` : ''}> ${severity}</label>`,
)}
</fieldset>
<label>Rule
<select name="rule"><option value="">any</option>
${RULE_IDS.map((id) => option(id, ruleTitle(id), query.rule?.includes(id) ?? false))}
</select></label>
<label>Subscription
<select name="subscription"><option value="">any</option>
${names.map(({ subscriptionId, subscriptionName }) => option(subscriptionId, plain(subscriptionName), isChosen(subscriptionId, subscriptionName)))}
</select></label>
<label>Exemptions
<select name="exempted">${option('', 'with and without', query.exempted === undefined)}${option('false', 'not exempted', query.exempted === false)}${option('true', 'exempted only', query.exempted === true)}</select></label>
<label>Cluster
<input type="text" name="cluster" value="${query.cluster ?? ''}" placeholder="name or id" autocomplete="off" spellcheck="false"></label>
<label>Search
<input type="search" name="search" value="${query.search ?? ''}" maxlength="200" placeholder="names, image, rule" autocomplete="off" spellcheck="false"></label>
<div class="actions"><button type="submit">Filter</button> <a href="${links.dashboard({})}">Clear</a></div>
</form>`;
}

function option(value: string, text: string, chosen: boolean): Html {
  return html`<option value="${value}"${chosen ? html` selected` : ''}>${text}</option>`;
}
