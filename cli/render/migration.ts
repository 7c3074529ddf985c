import { counted, momentText } from '../../shared/app/fleet-words.ts';
import type { MigrationsView, MigrationView, OrderView, StuckPodView } from '../../shared/app/migration-views.ts';
import {
  budgetText,
  distanceText,
  hasEnded,
  nodeStateText,
  sinceText,
  statusText,
  strategyText,
  viabilityText,
  wayBackText,
  whatText,
} from '../../shared/app/migration-words.ts';
import type { Document, Line, Part } from './document.ts';
import type { Field } from './records.ts';

const TIMELINE = 12;

/** The list of migrations, one row each. */
export function migrationFields(now: number): Field<MigrationsView['migrations'][number]>[] {
  return [
    { key: 'id', title: 'ID', least: 14, text: ({ id }) => id },
    { key: 'cluster', title: 'CLUSTER', least: 10, text: ({ cluster }) => cluster },
    { key: 'pool', title: 'WHAT', least: 8, text: whatText, bare: ({ pool }) => pool ?? '' },
    {
      key: 'status',
      title: 'STATUS',
      least: 9,
      text: (one) => statusText(one) + (one.dryRun ? ' (dry run)' : ''),
      bare: ({ status }) => status,
    },
    {
      key: 'step',
      title: 'STEP',
      least: 12,
      text: (one) => (hasEnded(one.status) ? '' : `${one.step} (${one.progress.done + 1} of ${one.progress.all})`),
      bare: ({ step }) => step,
    },
    {
      key: 'viability',
      title: 'WAY BACK',
      least: 10,
      text: ({ viability }) => wayBackText(viability, now),
      bare: ({ viability }) => viability.kind,
    },
    { key: 'alert', title: 'ALERTS', least: 8, text: alertCell, bare: ({ alert }) => alert.kind },
    { key: 'why', title: 'WHY IT WAITS', least: 16, text: ({ why }) => why ?? '' },
  ];
}

/** Which rule it is, `steward alert ID` says. */
function alertCell({ alert }: MigrationsView['migrations'][number]): string {
  return alert.kind === 'none' ? 'not watched' : alert.kind;
}

/** Everything about one migration. */
export function migrationDocument(view: MigrationView): Document {
  const now = Date.parse(view.asOf);
  return [...head(view, now), ...stuck(view, now), ...nodes(view), ...ways(view), ...timeline(view)];
}

function head(view: MigrationView, now: number): Part[] {
  const { alert, viability, summary } = view;
  const target = [view.target.image, view.target.osSku, view.target.kubernetes].filter((one) => one !== undefined);
  return [
    { kind: 'heading', level: 2, text: `${view.cluster}, ${whatText(view)}: ${statusText(view)}` },
    text(
      `${view.id}, ${strategyText(view.strategy)} to ${target.join(', ') || 'an unknown target'}; plan ${view.planId}, set going by ${view.startedBy}.`,
    ),
    ...(view.dryRun
      ? [text('Dry run: nothing is written; every call is shown in the evidence.', 'warning' as const)]
      : []),
    ...(view.why === undefined && view.stuck.length === 0 ? [text(view.statusMeans)] : []),
    ...(hasEnded(view.status) ? [] : stepParts(view, now)),
    text(viabilitySentence(viability, now), viability.kind === 'possible' ? 'good' : 'warning'),
    ...viability.endings.map(
      ({ at, why }): Part => ({ kind: 'item', title: at ? `${momentText(at)}: ${why}` : why, lines: [] }),
    ),
    ...(alert.kind === 'none'
      ? [text(alert.why)]
      : [
          text(
            `Alerts, ${alert.kind}: ${alert.why} See: steward alert ${view.id}`,
            alert.kind === 'healthy' ? 'good' : 'warning',
          ),
        ]),
    ...(summary
      ? [
          text(
            `${counted(summary.nodes, 'node')}, ${counted(summary.podsMoved, 'pod')} moved, ${counted(summary.writes, 'write')}, ${counted(summary.pauses, 'pause')}, ${Math.round(summary.workMinutes)} min of work.`,
          ),
          ...summary.notes.map((note): Part => ({ kind: 'item', title: note, lines: [] })),
        ]
      : []),
  ];
}

function stepParts(view: MigrationView, now: number): Part[] {
  const { progress, commands } = view;
  return [
    text(`Step ${progress.done + 1} of ${progress.all}, ${view.step}, for ${sinceText(view.since, now)}: ${view.does}`),
    ...(view.why ? [text(`${view.status === 'paused' ? 'Paused' : 'It waits'}: ${view.why}`, 'warning')] : []),
    ...(view.remedy ? [text(`What would help: ${view.remedy}`)] : []),
    ...commands.map(({ kind, by, reason }) =>
      text(`Asked for, and taken at the next pass: ${kind} by ${by}: ${reason}`, 'warning'),
    ),
    ...(view.orders ?? []).map((order) => text(orderSentence(order), 'warning')),
  ];
}

/** Who has ordered what takes two people, until when it holds, and what is to be run once both have. */
function orderSentence({ what, by, reason, until, second, command }: OrderView): string {
  if (!second) return `Waits for a second person until ${momentText(until)}: ${what}, ordered by ${by}: ${reason}`;
  return `Ordered by ${by} and ${second.by}: ${what}. Whoever has the rights in the cluster runs, before ${momentText(until)}: ${command ?? ''}`;
}

/** `Can be rolled back, until 2026-11-20 13:00 UTC (in 5 h): why.` */
export function viabilitySentence({ kind, until, why, endings }: MigrationView['viability'], now: number): string {
  const when = until ? `, until ${momentText(until)} (${distanceText(until, now)})` : '';
  return `${viabilityText({ kind, why, endings })}${when}: ${why}`;
}

function nodes({ nodes: seen, seenAt, status }: MigrationView): Part[] {
  if (!seen) return hasEnded(status) ? [] : [text('The nodes were not seen in the last pass.', 'warning')];
  if (seen.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: `Nodes${seenAt ? `, seen ${momentText(seenAt)}` : ''}` },
    {
      kind: 'table',
      titles: ['NODE', 'SIDE', 'STATE', 'ON TARGET', 'PODS', 'IMAGE'],
      rows: seen.map((node) => [
        node.name,
        node.side,
        nodeStateText(node),
        node.onTarget ? 'yes' : 'no',
        node.pods === undefined ? '?' : String(node.pods),
        imageText(node.image),
      ]),
    },
  ];
}

/** The version of an image, which is what differs between two nodes; the whole name where there is none in it. */
function imageText(image: string | undefined): string {
  if (image === undefined) return 'unknown';
  return /-(\d{6}\.\d{2}\.\d+)$/.exec(image)?.[1] ?? image;
}

function stuck({ stuck: pods, evicted }: MigrationView, now: number): Part[] {
  const moved = evicted > 0 ? [text(`${counted(evicted, 'pod')} moved so far.`)] : [];
  if (pods.length === 0) return moved;
  return [
    ...moved,
    {
      kind: 'heading',
      level: 3,
      text: `${counted(pods.length, 'pod')} that ${pods.length === 1 ? 'does' : 'do'} not leave`,
    },
    ...pods.map((pod) => stuckPart(pod, now)),
  ];
}

function stuckPart(pod: StuckPodView, now: number): Part {
  const lines: Line[] = [
    { text: pod.why },
    ...(pod.budget ? [{ label: pod.by ?? 'budget', text: budgetText(pod.budget) }] : []),
    { label: 'owner', text: `${pod.owner ?? 'nobody is named'}${pod.workload ? ` (${pod.workload})` : ''}` },
    { label: 'blocks', text: pod.blocks },
    ...pod.remedies.flatMap(({ what, command }, at): Line[] => [
      { label: `remedy ${at + 1}`, text: what },
      ...(command === undefined ? [] : [{ text: `  ${command}` }]),
    ]),
  ];
  return {
    kind: 'item',
    title: `${pod.pod} on ${pod.node}: ${pod.cause}, for ${sinceText(pod.since, now)}`,
    lines,
  };
}

function ways({ status, toPutBack, ifPaused, ifAborted, ifRolledBack }: MigrationView): Part[] {
  if (hasEnded(status)) return [];
  return [
    ...(toPutBack.length > 0 ? [{ kind: 'heading', level: 3, text: 'To be put back' } as const] : []),
    ...toPutBack.map((sentence): Part => ({ kind: 'item', title: sentence, lines: [] })),
    { kind: 'heading', level: 3, text: 'What you can do, and what it leaves' },
    {
      kind: 'table',
      titles: ['COMMAND', 'LEAVES'],
      rows: [
        status === 'paused' ? ['resume', 'It goes on where it stopped.'] : ['pause', ifPaused],
        ['abort', ifAborted],
        ['rollback', ifRolledBack],
      ],
    },
  ];
}

function timeline({ timeline: entries, head: { seq, hash } }: MigrationView): Part[] {
  if (entries.length === 0) return [];
  return [
    {
      kind: 'heading',
      level: 3,
      text: `Evidence, newest first: ${counted(seq, 'entry').replace(/entrys$/, 'entries')}, the last ${hash.slice(0, 16)}`,
    },
    {
      kind: 'table',
      titles: ['WHEN', 'WHO', 'WHAT'],
      rows: entries
        .slice(0, TIMELINE)
        .map(({ at, who, what }) => [new Date(at).toISOString().slice(0, 19).replace('T', ' '), who, what]),
    },
  ];
}

function text(sentence: string, tone?: 'warning' | 'good'): Part {
  return { kind: 'text', text: sentence, ...(tone && { tone }) };
}
