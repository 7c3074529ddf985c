import { counted, momentText } from '../../shared/app/fleet-words.ts';
import type {
  DependencyView,
  InspectionView,
  PoolInspectionView,
  ReadinessFindingView,
  VerdictView,
} from '../../shared/app/inspection-views.ts';
import { refText } from '../../shared/domain/cluster/object-ref.ts';
import { commonFindings, findingKey } from './common-findings.ts';
import type { Document, Line, Part } from './document.ts';

export interface InspectionOptions {
  /** Shows the YAML of every fix. */
  readonly fixes: boolean;
}

const VERDICTS: Readonly<Record<VerdictView, string>> = {
  blocked: 'BLOCKED',
  unknown: 'UNKNOWN',
  'ready-with-warnings': 'ready, with warnings',
  ready: 'ready',
};

const LEVELS = [
  { level: 'blocks', title: 'Blocks' },
  { level: 'unknown', title: 'Not known' },
  { level: 'warns', title: 'Warns' },
] as const;

/** An inspection for a person who has to act: verdicts first, then what blocks, what is not known, and the rest. */
export function inspectionDocument(inspection: InspectionView, options: InspectionOptions): Document {
  const common = commonFindings(inspection.pools);
  return [
    { kind: 'text', text: headline(inspection) },
    ...notSeen(inspection),
    ...(inspection.pools.length === 0 ? [] : [verdicts(inspection.pools)]),
    ...(common.length > 0
      ? [{ kind: 'heading', level: 2, text: 'Every pool' } as const, ...findingParts(common, options)]
      : []),
    ...inspection.pools.flatMap((pool) => poolParts(pool, common, options)),
  ];
}

function headline({ name, pools, nodes, pods, serverVersion, readAt }: InspectionView): string {
  const what = [counted(pools.length, 'node pool'), counted(nodes, 'node'), counted(pods, 'pod')].join(', ');
  return `${name}: ${what}. Kubernetes ${serverVersion ?? 'of unknown version'}, read ${momentText(readAt)}.`;
}

function notSeen({ notSeen: lists, arm }: InspectionView): Part[] {
  const parts: Part[] = [];
  if (lists.length > 0) {
    parts.push({
      kind: 'text',
      tone: 'warning',
      text: 'PARTIAL: not everything was seen, and what rests on it is unknown.',
    });
    const reasons = Map.groupBy(lists, ({ detail }) => detail);
    for (const [detail, same] of reasons) {
      parts.push({ kind: 'item', title: same.map(({ list }) => list).join(', '), lines: [{ text: detail }] });
    }
  }
  if (arm === 'not-asked') {
    parts.push({
      kind: 'text',
      tone: 'warning',
      text: 'Azure was not asked: quotas, subnets, autoscaler limits, maintenance windows, channels and Fleet Manager are unknown.',
    });
  }
  return parts;
}

function verdicts(pools: readonly PoolInspectionView[]): Part {
  return {
    kind: 'table',
    titles: ['POOL', 'VERDICT', 'BLOCKS', 'NOT KNOWN', 'WARNS', 'NODES', 'LEANS ON IMAGE', 'TARGET'],
    rows: pools.map((pool) => [
      pool.name,
      VERDICTS[pool.verdict],
      ...LEVELS.map(({ level }) => String(pool.findings.filter((finding) => finding.level === level).length)),
      pool.drift.nodes > 0 ? `${pool.nodes} (${pool.drift.nodes} drift)` : String(pool.nodes),
      pool.classification,
      pool.target?.verdict ?? 'no target known',
    ]),
  };
}

function poolParts(
  pool: PoolInspectionView,
  common: readonly ReadinessFindingView[],
  options: InspectionOptions,
): Part[] {
  const shared = new Set(common.map(findingKey));
  const own = pool.findings.filter((finding) => !shared.has(findingKey(finding)));
  return [
    { kind: 'heading', level: 2, text: `${pool.name}: ${VERDICTS[pool.verdict]}` },
    ...findingParts(own, options),
    ...(pool.findingsLeftOut > 0
      ? [{ kind: 'text', text: `${pool.findingsLeftOut} more findings of the same kinds are not listed.` } as const]
      : []),
    ...dependencyParts(pool),
    ...targetParts(pool),
    ...nodeParts(pool),
  ];
}

function findingParts(findings: readonly ReadinessFindingView[], options: InspectionOptions): Part[] {
  return LEVELS.flatMap(({ level, title }) => {
    const own = findings.filter((finding) => finding.level === level);
    if (own.length === 0) return [];
    return [
      { kind: 'heading', level: 3, text: title } as const,
      ...own.map((finding) => findingPart(finding, options)),
    ];
  });
}

function findingPart(finding: ReadinessFindingView, { fixes }: InspectionOptions): Part {
  const { object, owner, what, arithmetic, remedy, fix, check } = finding;
  const lines: Line[] = [
    { text: what },
    ...(arithmetic ? [{ label: 'Numbers', text: arithmetic }] : []),
    { label: 'Do', text: remedy },
    ...(fix && !fixes ? [{ text: 'A ready-made fix is shown with --fixes.' }] : []),
  ];
  return {
    kind: 'item',
    title: `${refText(object)} (${check}${owner ? `, owner ${owner}` : ''})`,
    lines,
    ...(fix && fixes && { code: fix }),
  };
}

/** The reasons for "complex" come first, then who leans and how; what AKS brings and keeps fit is one line. */
function dependencyParts({ classification, reasons, dependencies }: PoolInspectionView): Part[] {
  const own = dependencies.filter(({ managed }) => managed !== true);
  const managed = [...new Set(dependencies.flatMap(({ agent, managed: aks }) => (aks && agent ? [agent] : [])))];
  const parts: Part[] = [
    { kind: 'heading', level: 3, text: `Leans on the image: ${classification}` },
    ...reasonParts(reasons),
  ];
  if (own.length > 0) parts.push(dependencyTable(own));
  else if (reasons.length === 0)
    parts.push({ kind: 'text', text: 'Nothing of yours on it leans on the node or its image.' });
  if (managed.length > 0) {
    parts.push({ kind: 'text', text: `AKS brings these and keeps them fit for its images: ${managed.join(', ')}.` });
  }
  return parts;
}

/** All reasons of one object together, and objects with the same reasons as one. */
function reasonParts(reasons: PoolInspectionView['reasons']): Part[] {
  const byObject = Map.groupBy(
    reasons,
    ({ object, owner }) => `${object ? refText(object) : 'The cluster'}${owner ? ` (owner ${owner})` : ''}`,
  );
  const alike = Map.groupBy(byObject, ([, same]) => JSON.stringify(same.map(({ why }) => why)));
  return [...alike.values()].map((objects): Part => {
    const whys = objects[0]?.[1] ?? [];
    const who = objects.map(([name]) => name);
    return { kind: 'item', title: someOf(who, 6), lines: whys.map(({ why }) => ({ text: why })) };
  });
}

const MOST_LEANING = 40;

function dependencyTable(dependencies: readonly DependencyView[]): Part {
  const objects = [...Map.groupBy(dependencies, ({ object }) => refText(object))];
  const rows = objects
    .slice(0, MOST_LEANING)
    .map(([name, same]) => [
      `${name}${same[0]?.owner ? ` (owner ${same[0].owner})` : ''}`,
      same.find(({ agent }) => agent !== undefined)?.agent ?? '',
      same.map(({ kind, details }) => (details.length > 0 ? `${kind} ${someOf(details, 4)}` : kind)).join('; '),
    ]);
  if (objects.length > MOST_LEANING) rows.push([`and ${objects.length - MOST_LEANING} more`, '', '']);
  return { kind: 'table', titles: ['WHAT LEANS', 'KNOWN AS', 'HOW'], rows };
}

function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

function targetParts({ target }: PoolInspectionView): Part[] {
  if (!target) return [];
  const { sourceImage, targetImage, items } = target;
  const open = items.filter(({ verdict }) => verdict !== 'pass');
  const passed = items.length - open.length;
  return [
    { kind: 'heading', level: 3, text: `Target: ${target.verdict}` },
    {
      kind: 'text',
      text: `${sourceImage || 'an unknown image'} to ${targetImage || 'an unknown image'}: ${counted(passed, 'check')} passed.`,
    },
    ...open.map(
      ({ component, verdict, what, remedy, change, objects }): Part => ({
        kind: 'item',
        title: `${component}: ${verdict}`,
        lines: [
          { text: what },
          ...(change ? [{ label: 'Change', text: change }] : []),
          ...(objects.length > 0 ? [{ label: 'Concerns', text: objects.slice(0, 5).map(refText).join(', ') }] : []),
          ...(remedy ? [{ label: 'Do', text: remedy }] : []),
        ],
      }),
    ),
  ];
}

function nodeParts({ stacks, drift, claimedImage, nodes }: PoolInspectionView): Part[] {
  if (nodes === 0) return [];
  return [
    {
      kind: 'heading',
      level: 3,
      text: `Nodes: ${drift.nodes === 0 ? 'as the pool claims' : `${drift.nodes} of ${nodes} drift`}`,
    },
    ...(claimedImage ? [{ kind: 'text', text: `The pool claims ${claimedImage}.` } as const] : []),
    {
      kind: 'table',
      titles: ['NODES', 'IMAGE LABEL', 'KERNEL', 'CONTAINERD', 'KUBELET', 'OS'],
      rows: stacks
        .slice(0, MOST_STACKS)
        .map((stack) => [
          String(stack.nodes),
          stack.image ?? 'no label',
          stack.kernel ?? '?',
          stack.containerd ?? '?',
          stack.kubelet ?? '?',
          stack.os ?? '?',
        ]),
    },
    ...driftParts(drift),
  ];
}

/** Nodes that drift in the same way are said once. */
function driftParts({ nodes, examples }: PoolInspectionView['drift']): Part[] {
  const ways = [...Map.groupBy(examples, ({ what }) => what.join(' '))];
  return [
    ...ways.slice(0, MOST_WAYS).map(
      ([way, same]): Part => ({
        kind: 'item',
        title: someOf(
          same.map(({ node }) => node),
          3,
        ),
        lines: [{ text: way }],
      }),
    ),
    ...(nodes > examples.length
      ? [{ kind: 'text', text: `${nodes - examples.length} more nodes drift.` } as const]
      : []),
  ];
}

const MOST_STACKS = 10;
const MOST_WAYS = 5;
