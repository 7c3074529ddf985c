import { indexBudgets } from '../cluster/budget-index.ts';
import type { DisruptionBudget, Pod } from '../cluster/facts.ts';
import type { Instant } from '../time.ts';
import type { StuckPod } from './stuck.ts';
import { podKey } from './which-pods-leave.ts';

/** A node's pods and all budgets, as they are at one moment. */
export interface NodeState {
  readonly pods: readonly Pod[];
  readonly budgets: readonly DisruptionBudget[];
}

/** What the API server said no with. */
export type Refusal =
  | { readonly kind: 'budget'; readonly because: string; readonly observed: boolean; readonly budget?: string }
  | { readonly kind: 'budgets-overlap'; readonly because: string }
  | { readonly kind: 'busy'; readonly againSeconds: number }
  | { readonly kind: 'webhook'; readonly because: string; readonly name?: string }
  | { readonly kind: 'refused'; readonly status: number; readonly because: string };

export type Answer = { readonly kind: 'accepted' } | { readonly kind: 'gone' } | Refusal;

/** What is known of a drain from having asked and looked; values only, changed by the functions below. */
export interface EvictionMemory {
  readonly pods: ReadonlyMap<string, PodMemory>;
  /** By `namespace/name`. */
  readonly budgets: ReadonlyMap<string, BudgetMemory>;
  /** The API server is busy until then: nothing is asked. */
  readonly busyUntil: Instant;
  /** Of passes before: pods that were stuck then, by `namespace/name`. */
  readonly before: ReadonlyMap<string, StuckPod>;
  readonly accepted: number;
}

export interface PodMemory {
  readonly state: 'asked' | 'accepted' | 'refused';
  readonly at: Instant;
  readonly refusals: number;
  /** Of the first refusal. */
  readonly since?: Instant;
  readonly refusal?: Refusal;
  /** Refused in a pass before, and not asked in this one yet. */
  readonly before?: StuckPod;
  /** Not asked again before; a budget that changed does not wait for it. */
  readonly notBefore: Instant;
}

export interface BudgetMemory {
  /** What its status says, in one text. */
  readonly status: string;
  /** Since when its status says so, as far as we have looked. */
  readonly since: Instant;
  /** Refusals while its status said so. */
  readonly refusals: number;
  readonly refusedAt?: Instant;
}

export function newMemory(before: readonly StuckPod[] = []): EvictionMemory {
  const known = new Map(before.map((stuck) => [`${stuck.pod.namespace}/${stuck.pod.name}`, stuck]));
  return { pods: new Map(), budgets: new Map(), busyUntil: 0, before: known, accepted: 0 };
}

/** After a look: budgets whose status is another one begin anew. */
export function looked(memory: EvictionMemory, state: NodeState, now: Instant): EvictionMemory {
  const budgets = new Map<string, BudgetMemory>();
  for (const budget of state.budgets) {
    const key = budgetKey(budget);
    const known = memory.budgets.get(key);
    const status = statusText(budget);
    budgets.set(key, known?.status === status ? known : { status, since: now, refusals: 0 });
  }
  const present = new Set(state.pods.map(podKey));
  const pods = new Map([...memory.pods].filter(([key]) => present.has(key)));
  return { ...memory, budgets, pods };
}

/** A pod is being asked to leave. */
export function asked(memory: EvictionMemory, pod: Pod, now: Instant): EvictionMemory {
  const { refusals, since, refusal } = podMemory(memory, pod);
  return withPod(memory, pod, {
    state: 'asked',
    at: now,
    refusals,
    ...(since !== undefined && { since }),
    ...(refusal && { refusal }),
    notBefore: 0,
  });
}

/** The API server has answered. */
export function answered(
  memory: EvictionMemory,
  pod: Pod,
  answer: Answer,
  state: NodeState,
  now: Instant,
): EvictionMemory {
  if (answer.kind === 'accepted' || answer.kind === 'gone') {
    const after = withPod(memory, pod, { state: 'accepted', at: now, refusals: 0, notBefore: now + UNSEEN_MS });
    return answer.kind === 'accepted' ? { ...after, accepted: memory.accepted + 1 } : after;
  }
  const { refusals, since = now } = podMemory(memory, pod);
  const next = withPod(memory, pod, {
    state: 'refused',
    at: now,
    refusals: refusals + 1,
    since,
    refusal: answer,
    notBefore: now + pauseMs(answer, refusals + 1),
  });
  if (answer.kind === 'busy') return { ...next, busyUntil: Math.max(next.busyUntil, now + pauseMs(answer, 1)) };
  return answer.kind === 'budget' ? withBudgetRefusal(next, pod, state, now) : next;
}

/** An accepted pod that is not seen to go by then is asked again. */
const UNSEEN_MS = 30_000;

const FIRST_PAUSE_SECONDS: Readonly<Record<Refusal['kind'], number>> = {
  budget: 10,
  'budgets-overlap': 60,
  busy: 1,
  webhook: 10,
  refused: 15,
};

const LONGEST_PAUSE_SECONDS = 300;

/** Longer with every refusal, so that one pod never makes a storm; a busy server says itself when. */
export function pauseMs(refusal: Refusal, refusals: number): number {
  if (refusal.kind === 'busy') return Math.max(1, refusal.againSeconds) * 1000;
  const seconds = FIRST_PAUSE_SECONDS[refusal.kind] * 2 ** Math.min(10, Math.max(0, refusals - 1));
  return Math.min(LONGEST_PAUSE_SECONDS, seconds) * 1000;
}

/** What is known of a pod; of one that was stuck in a pass before, how often it was refused. */
export function podMemory(memory: EvictionMemory, pod: Pod): PodMemory {
  const known = memory.pods.get(podKey(pod));
  if (known) return known;
  const before = memory.before.get(`${pod.namespace}/${pod.name}`);
  if (!before) return { state: 'refused', at: 0, refusals: 0, notBefore: 0 };
  const { refusals, since, cause } = before;
  const pauses = PAUSES_OVER_PASSES[cause];
  if (!pauses) return { state: 'refused', at: since, refusals, since, notBefore: 0 };
  // Its pauses follow one another from the first refusal on, whichever passes they fell into.
  let notBefore = since;
  for (let refusal = 1; refusal <= refusals; refusal += 1) notBefore += pauseMs(pauses, refusal);
  return { state: 'refused', at: since, refusals, since, notBefore, before };
}

/** A budget is asked by its status, and a busy server may be idle by now. */
const PAUSES_OVER_PASSES: Readonly<Partial<Record<StuckPod['cause'], Refusal>>> = {
  webhook: { kind: 'webhook', because: '' },
  'budgets-overlap': { kind: 'budgets-overlap', because: '' },
  forbidden: { kind: 'refused', status: 403, because: '' },
  upstream: { kind: 'refused', status: 0, because: '' },
};

export function budgetKey({ namespace, name }: DisruptionBudget): string {
  return `${namespace}/${name}`;
}

function statusText(budget: DisruptionBudget): string {
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, observed } = budget;
  return `${disruptionsAllowed} ${currentHealthy} ${desiredHealthy} ${expectedPods} ${observed}`;
}

function withPod(memory: EvictionMemory, pod: Pod, its: PodMemory): EvictionMemory {
  return { ...memory, pods: new Map(memory.pods).set(podKey(pod), its) };
}

function withBudgetRefusal(memory: EvictionMemory, pod: Pod, state: NodeState, now: Instant): EvictionMemory {
  const budgets = new Map(memory.budgets);
  for (const budget of indexBudgets(state.budgets).of(pod)) {
    const known = budgets.get(budgetKey(budget));
    if (known) budgets.set(budgetKey(budget), { ...known, refusals: known.refusals + 1, refusedAt: now });
  }
  return { ...memory, budgets };
}
