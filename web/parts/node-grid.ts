import type { MigrationView, NodeSightView } from '../../shared/app/migration-views.ts';
import { nodeStateText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count, counted } from '../html/words.ts';
import { distance } from './distance.ts';
import { nodeShape, shapeOfNode } from './migration-marks.ts';

const DRAWN_AT_MOST = 300;

/** Every node of source and target: what it is in, by shape, word and colour. */
export function nodeGrid(view: MigrationView, now: Instant): Html {
  const { nodes, seenAt, evicted, target, pool } = view;
  const emptied = view.direction === 'back' ? 'target' : 'source';
  const seen = seenAt ? html` <span class="soft">seen ${distance(seenAt, now)} (${momentText(seenAt)})</span>` : '';
  const moved = evicted > 0 ? html`<p class="soft">${counted(evicted, 'pod')} moved so far.</p>` : '';
  return html`<section class="panel" aria-labelledby="nodes-title"><h2 id="nodes-title">Nodes${seen}</h2>
${moved}
${nodes ? html`${side('source', pool ?? 'source', nodes, emptied)}${side('target', target.pool ?? 'target', nodes, emptied)}` : html`<p class="unknown">The nodes were not seen in the last pass, so nothing is said about them.</p>`}
</section>`;
}

function side(which: Side, pool: string, all: readonly NodeSightView[], emptied: Side): Html | '' {
  const nodes = all.filter((node) => node.side === which);
  if (nodes.length === 0) return '';
  const more = nodes.length - DRAWN_AT_MOST;
  const onTarget = nodes.filter((node) => node.onTarget).length;
  const title = which === 'source' ? 'Source' : 'Target';
  return html`<h3>${title}: <bdi>${plain(pool)}</bdi> <span class="soft">${counted(nodes.length, 'node')}, ${count(onTarget)} on the target image</span></h3>
<ul class="nodes" aria-label="${title} nodes">${nodes.slice(0, DRAWN_AT_MOST).map((node) => tile(node, emptied))}</ul>
${more > 0 ? html`<p class="soft">and ${counted(more, 'more node')}; the API lists them all</p>` : ''}`;
}

type Side = NodeSightView['side'];

function tile(node: NodeSightView, emptied: Side): Html {
  const kind = shapeOfNode(node);
  const pods =
    node.pods === undefined
      ? ''
      : html` <span class="soft">${counted(node.pods, 'pod')}${node.side === emptied ? ' to move' : ''}</span>`;
  return html`<li class="node ${kind}">${nodeShape(kind)}<span><bdi class="name">${plain(node.name)}</bdi>
<span class="state">${nodeStateText(node)}</span>${pods}
<code class="soft">${node.image ? plain(node.image) : 'image unknown'}</code></span></li>`;
}
