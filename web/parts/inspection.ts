import type { InspectionView, PoolInspectionView, ReadinessFindingView } from '../../shared/app/inspection-views.ts';
import { refText } from '../../shared/domain/cluster/object-ref.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { agoText, momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count, counted } from '../html/words.ts';

const VERDICTS: Readonly<Record<PoolInspectionView['verdict'], string>> = {
  blocked: 'Blocked',
  unknown: 'Unknown',
  'ready-with-warnings': 'Ready, with warnings',
  ready: 'Ready',
};

const LEVELS = [
  { level: 'blocks', title: 'Blocks' },
  { level: 'unknown', title: 'Not known' },
  { level: 'warns', title: 'Warns' },
] as const;

/** What on the cluster leans on its images, and what would block a drain; it is said when nobody looked. */
export function inspectionPanel(inspection: InspectionView | undefined, now: Instant): Html {
  return html`<section class="panel" aria-labelledby="inspection-title"><h2 id="inspection-title">Readiness</h2>
${inspection ? body(inspection, now) : html`<p>This cluster was not inspected, so nothing is said about what would block a drain. Running clusters with findings are inspected after each sweep.</p>`}
</section>`;
}

function body({ readAt, nodes, pods, serverVersion, notSeen, pools }: InspectionView, now: Instant): Html {
  return html`<p class="soft">Read ${agoText(readAt, now)} (${momentText(readAt)}): ${counted(nodes, 'node')}, ${counted(pods, 'pod')}${serverVersion ? html`, Kubernetes ${plain(serverVersion)}` : ''}.</p>
${notSeen.length > 0 ? html`<p class="unknown">Not everything was seen, and what rests on it is unknown:</p><ul class="plain">${notSeen.map(({ list, detail }) => html`<li>${plain(list)}: ${plain(detail)}</li>`)}</ul>` : ''}
${pools.map(poolPart)}`;
}

/** Closed, a pool is one line; what blocks is open. */
function poolPart(pool: PoolInspectionView): Html {
  const { name, verdict, nodes, drift, classification, reasons, findings, findingsLeftOut } = pool;
  const drifting = drift.nodes > 0 ? `, ${count(drift.nodes)} of them drift` : '';
  return html`<details class="unknowns"${verdict === 'blocked' ? html` open` : ''}><summary><strong><bdi>${plain(name)}</bdi>: ${VERDICTS[verdict]}</strong> <span class="soft">${counted(nodes, 'node')}${drifting}, ${classification}</span></summary>
${LEVELS.map(({ level, title }) =>
  levelPart(
    title,
    findings.filter((finding) => finding.level === level),
  ),
)}
${findingsLeftOut > 0 ? html`<p class="soft">${count(findingsLeftOut)} more of the same kinds are not listed.</p>` : ''}
${reasons.length > 0 ? html`<h3>Why it is complex</h3><ul>${reasons.map(({ object, why }) => html`<li>${object ? html`<bdi>${plain(refText(object))}</bdi>: ` : ''}${plain(why)}</li>`)}</ul>` : ''}
${drift.examples.length > 0 ? html`<h3>Nodes that drift</h3><ul>${drift.examples.slice(0, 5).map(({ node, what }) => html`<li><bdi>${plain(node)}</bdi>: ${plain(what.join(' '))}</li>`)}</ul>` : ''}
</details>`;
}

function levelPart(title: string, findings: readonly ReadinessFindingView[]): Html | '' {
  if (findings.length === 0) return '';
  return html`<h3>${title}</h3><ul>${findings.map(findingPart)}</ul>`;
}

function findingPart({ object, owner, what, arithmetic, remedy, fix }: ReadinessFindingView): Html {
  return html`<li><strong><bdi>${plain(refText(object))}</bdi></strong>${owner ? html` <span class="soft">owner <bdi>${plain(owner)}</bdi></span>` : ''}<br>${plain(what)}${arithmetic ? html`<br><span class="soft">${plain(arithmetic)}</span>` : ''}<br>${plain(remedy)}${fix ? html`<details><summary>Ready-made fix</summary><pre>${fix.trimEnd().split('\n').map(plain).join('\n')}</pre></details>` : ''}</li>`;
}
