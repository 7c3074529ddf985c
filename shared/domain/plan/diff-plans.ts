import { dayOf } from '../time.ts';
import type { ClusterPlan, MigrationPlan, PlannedWindow, PlanStep, PoolStep } from './migration-plan.ts';
import { STRATEGY_WORDS } from './runbook/words.ts';

/** Sentences about pools; with more the rest is counted, for nobody reads a thousand. */
const MOST_SENTENCES = 200;

/**
 * What changed from plan `a` to plan `b`, in words and in the order in which it matters: images, what stands
 * against it, pools that came, went or are moved otherwise, caps. Empty when they are the same plan. Names come from outside: escape them where this is shown.
 */
export function diffPlans(a: MigrationPlan, b: MigrationPlan): string[] {
  if (a.hash === b.hash) return [];
  const said = [
    ...scopeChanges(a, b),
    ...imageChanges(a, b),
    ...constraintChanges(a, b),
    ...poolChanges(a, b),
    ...otherChanges(a, b),
  ];
  const kept =
    said.length > MOST_SENTENCES
      ? [...said.slice(0, MOST_SENTENCES), `And ${said.length - MOST_SENTENCES} more changes.`]
      : said;
  return kept.length > 0 ? kept : ['Only gates or details of windows changed.'];
}

function scopeChanges(a: MigrationPlan, b: MigrationPlan): string[] {
  const name = ({ scope }: MigrationPlan) =>
    `${scope.group ?? 'the whole fleet'}, part ${scope.part} of ${scope.parts}`;
  return name(a) === name(b) ? [] : [`It was for ${name(a)}; it is for ${name(b)}.`];
}

function imageChanges(a: MigrationPlan, b: MigrationPlan): string[] {
  const before = new Map(a.images.map(({ family, version }) => [family, version]));
  const now = new Map(b.images.map(({ family, version }) => [family, version]));
  const families = [...new Set([...before.keys(), ...now.keys()])].toSorted();
  return families.flatMap((family) => {
    const [from, to] = [before.get(family), now.get(family)];
    if (from === to) return [];
    if (from === undefined) return [`Pools now go to ${family} ${to}, too.`];
    if (to === undefined) return [`No pool goes to ${family} any more.`];
    return [`The image of ${family} changed from ${from} to ${to}.`];
  });
}

function constraintChanges(a: MigrationPlan, b: MigrationPlan): string[] {
  const weighty = ({ constraints }: MigrationPlan) =>
    new Map(
      constraints
        .filter(({ effect }) => effect !== 'note')
        .map((one) => [`${one.kind} ${one.effect} ${one.clusterId ?? ''} ${one.poolId ?? ''}`, one]),
    );
  const [before, now] = [weighty(a), weighty(b)];
  const said: string[] = [];
  if (a.feasible !== b.feasible)
    said.push(b.feasible ? 'All dates can be met now.' : 'It cannot be carried out in full any more.');
  for (const [key, { what }] of now) if (!before.has(key)) said.push(`Now stands against it: ${what}`);
  for (const [key, { what }] of before) if (!now.has(key)) said.push(`Does not stand against it any more: ${what}`);
  return said;
}

interface Placed {
  readonly name: string;
  readonly wave: number;
  readonly cluster: ClusterPlan;
  readonly step: PlanStep;
}

function poolChanges(a: MigrationPlan, b: MigrationPlan): string[] {
  const [before, now] = [placedOf(a), placedOf(b)];
  const said: string[] = [];
  for (const [id, { name, wave }] of now) if (!before.has(id)) said.push(`${name} is new in it, in wave ${wave}.`);
  const out = new Map(b.leftOut.map(({ poolId, why }) => [poolId, why]));
  for (const [id, { name }] of before) {
    if (!now.has(id)) said.push(`${name} is not in it any more${out.has(id) ? `: ${out.get(id)}` : '.'}`);
  }
  for (const [id, to] of now) {
    const from = before.get(id);
    const changes = from ? changesOf(from, to) : [];
    if (changes.length > 0) said.push(`${to.name}: ${changes.join('; ')}.`);
  }
  return said;
}

function placedOf({ waves }: MigrationPlan): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const { number, clusters } of waves) {
    for (const cluster of clusters) {
      for (const step of cluster.steps) {
        const isPool = step.kind === 'pool';
        placed.set(isPool ? step.poolId : `${cluster.clusterId} control plane`, {
          name: `${cluster.name}/${isPool ? step.name : 'control plane'}`,
          wave: number,
          cluster,
          step,
        });
      }
    }
  }
  return placed;
}

function changesOf(from: Placed, to: Placed): string[] {
  const said: string[] = [];
  if (from.wave !== to.wave) said.push(`wave ${from.wave} became ${to.wave}`);
  if (from.step.kind === 'pool' && to.step.kind === 'pool') said.push(...stepChanges(from.step, to.step));
  else if (from.step.kind === 'control-plane' && to.step.kind === 'control-plane') {
    const [was, is] = [from.step.path.join(', '), to.step.path.join(', ')];
    if (was !== is) said.push(`it goes through Kubernetes ${is}, not ${was}`);
  }
  const { retryOf } = to.step;
  if (retryOf && retryOf !== from.step.retryOf) said.push(`it is tried again after ${retryOf} did not go through`);
  const [was, is] = [windowText(from.step.windows), windowText(to.step.windows)];
  if (was !== is) said.push(`its window moved from ${was} to ${is}`);
  return said;
}

function stepChanges(from: PoolStep, to: PoolStep): string[] {
  const said: string[] = [];
  const change = (what: string, was: string | number | undefined, is: string | number | undefined) => {
    if (was !== is) said.push(`${what} changed from ${was ?? 'not known'} to ${is ?? 'not known'}`);
  };
  change('the way', STRATEGY_WORDS[from.strategy], STRATEGY_WORDS[to.strategy]);
  change('the target', from.target.image, to.target.image);
  change('the target OS SKU', from.target.osSku, to.target.osSku);
  change('Kubernetes of the target', from.target.kubernetes, to.target.kubernetes);
  change('the image it runs', from.source.image, to.source.image);
  change('its OS SKU', from.source.osSku, to.source.osSku);
  change('its nodes', from.nodes, to.nodes);
  change('its VM sizes', from.vmSizes.join(', '), to.vmSizes.join(', '));
  change('extra nodes', from.extraNodes, to.extraNodes);
  return said;
}

/** To the minute, for a window may move within its day. */
function windowText(windows: readonly PlannedWindow[]): string {
  const first = windows[0];
  const last = windows.at(-1);
  if (!first || !last) return 'none';
  const minute = (at: number) => new Date(at).toISOString().slice(11, 16);
  return `${dayOf(first.opens)} ${minute(first.opens)} to ${dayOf(last.closes)} ${minute(last.closes)} UTC`;
}

const RUNNING = [
  ['surgePercent', 'Surge (percent of a pool)'],
  ['drainTimeoutMinutes', 'The time to drain a node (minutes)'],
  ['graceSeconds', 'The grace that pods are counted on (seconds)'],
  ['holdHours', 'The hold of an emptied source (hours)'],
  ['shrinkDuringHold', 'Giving source nodes back during the hold'],
] as const satisfies readonly (readonly [keyof MigrationPlan['running'], string])[];

function wordOf(value: number | boolean): string {
  if (typeof value === 'number') return String(value);
  return value ? 'yes' : 'no';
}

function otherChanges(a: MigrationPlan, b: MigrationPlan): string[] {
  const said: string[] = [];
  const limits: readonly (readonly [keyof MigrationPlan['caps'], string])[] = [
    ['maxClustersPerWave', 'clusters in a wave'],
    ['maxClustersPerPlan', 'clusters in a plan'],
    ['maxRegionShare', 'the share of a region in a wave'],
    ['maxNodesOut', 'nodes of a pool out at once'],
  ];
  for (const [key, what] of limits) {
    if (a.caps[key] !== b.caps[key]) said.push(`The cap on ${what} changed from ${a.caps[key]} to ${b.caps[key]}.`);
  }
  for (const [key, what] of RUNNING) {
    const [from, to] = [a.running[key] ?? false, b.running[key] ?? false];
    if (from !== to) said.push(`${what} changed from ${wordOf(from)} to ${wordOf(to)}.`);
  }
  const before = new Map(a.leftOut.map((pool) => [pool.poolId, pool]));
  for (const { poolId, cluster, pool, why, reason } of b.leftOut) {
    const was = before.get(poolId);
    if (was?.reason !== reason) said.push(`${cluster}/${pool} is left out: ${why}`);
  }
  return said;
}
