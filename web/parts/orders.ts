import type { MigrationView, OrderView } from '../../shared/app/migration-views.ts';
import { sentence } from '../../shared/domain/sentence.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { distance } from './distance.ts';

/** What takes two people: whose word waits for whose, and what is to be run once both have said so. */
export function ordersPanel({ id, orders = [] }: MigrationView, now: Instant): Html | '' {
  if (orders.length === 0) return '';
  return html`<section class="coverage running" aria-labelledby="orders-title"><h2 id="orders-title">Ordered, and takes two people</h2>
${orders.map((order) => orderPart(order, id, now))}
</section>`;
}

function orderPart(order: OrderView, migrationId: string, now: Instant): Html {
  const { what, by, reason, second, until } = order;
  const end = html`${momentText(until)}, ${distance(until, now)}`;
  if (second) {
    return html`<p><strong>By two:</strong> <bdi>${plain(what)}</bdi>, by <bdi>${plain(by)}</bdi> (${plain(reason)}) and <bdi>${plain(second.by)}</bdi> (${plain(second.reason)}). Image Steward ends nothing by force; whoever has the rights in the cluster runs, before ${end}:</p>
<p><code class="command">${plain(order.command ?? '')}</code></p>`;
  }
  return html`<p><strong>Waits for a second person:</strong> <bdi>${plain(what)}</bdi>, ordered by <bdi>${plain(by)}</bdi>: ${plain(sentence(reason))} <span class="soft">Gone at ${end}.</span></p>
<p>The second person's order: <code class="command">${plain(secondCommand(order, migrationId))}</code></p>`;
}

function secondCommand({ kind, pod }: OrderView, migrationId: string): string {
  if (kind === 'delete-target') return `steward rollback ${migrationId} --delete-target --reason "..."`;
  return `steward order force-eviction ${migrationId} --pod ${pod ?? ''} --reason "..."`;
}
