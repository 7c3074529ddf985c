import type { Parts } from '../../../shared/app/parts.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { CallFault, CallInfo, CallSort } from './fault.ts';

/** The process is gone: whatever it would still do does not happen. */
export class Crash extends Error {
  constructor() {
    super('the process died');
    this.name = 'Crash';
  }
}

/** Told of every call of one process. It may throw, change the world, or answer in the port's place. */
export interface CallHooks {
  /** @returns the fault of this call, if it has one */
  before(call: CallInfo, process: SimProcess): Promise<CallFault | undefined>;
  after(call: CallInfo, process: SimProcess, answer: unknown): void;
  /** The process hangs, with the answer in its hands. */
  freezes(call: CallInfo, fault: CallFault): Promise<void>;
}

/** One life of the app in one place: it ends with a crash, and nothing in its memory outlives it. */
export class SimProcess {
  readonly name: string;
  readonly skewMs: number;
  dead = false;
  /** Ports that it has read since it last saved a record, and the world's time when each read began. */
  readonly reads = new Map<string, number>();
  /** What its reads since then did not show: `azure`, or names of lists. */
  readonly unseen = new Set<string>();
  /** The record that it saved last, by migration. */
  readonly saved = new Map<string, Migration>();

  constructor(name: string, skewMs: number) {
    this.name = name;
    this.skewMs = skewMs;
  }

  /** Another use case: nothing that was read for the one before counts. */
  begins(): void {
    this.reads.clear();
    this.unseen.clear();
  }

  clock(world: Clock): Clock {
    return { now: () => world.now() + this.skewMs };
  }

  die(): never {
    this.dead = true;
    throw new Crash();
  }

  alive(): void {
    if (this.dead) throw new Crash();
  }
}

const SORTS: Readonly<Record<string, CallSort | Readonly<Record<string, CallSort>>>> = {
  azureLooker: 'look',
  clusterLooker: 'look',
  poolWriter: 'write',
  poolUpgrader: 'write',
  nodeWriter: 'write',
  workloadScaler: 'write',
  podEvictor: 'evict',
  migrations: { create: 'save', find: 'read', save: 'save', list: 'read', ofCluster: 'read' },
  evidence: { append: 'save', read: 'read' },
  signOffs: { add: 'save', ofPlan: 'read' },
  verdicts: { of: 'read' },
  freezes: { find: 'read', save: 'save' },
  plans: { find: 'read', proposal: 'read', propose: 'save', save: 'save', forget: 'save' },
  ownFindings: { list: 'read', raise: 'save', clear: 'save' },
  sender: 'send',
};

/** The parts as this process has them: every call of a port can go wrong. */
export function partsOf(process: SimProcess, parts: Parts, hooks: CallHooks, next: () => number): Parts {
  const wrapped: Record<string, unknown> = {};
  for (const [port, sort] of Object.entries(SORTS)) {
    const real = parts[port as keyof Parts] as Record<string, unknown> | undefined;
    if (!real) continue;
    const methods: Record<string, unknown> = {};
    for (const [method, work] of Object.entries(real)) {
      const of = typeof sort === 'string' ? sort : (sort[method] ?? 'read');
      methods[method] = guarded(process, hooks, next, { port, method, sort: of }, work as Work);
    }
    wrapped[port] = methods;
  }
  return { ...parts, ...(wrapped as Partial<Parts>) };
}

type Work = (...args: unknown[]) => Promise<unknown>;

function guarded(
  process: SimProcess,
  hooks: CallHooks,
  next: () => number,
  what: Pick<CallInfo, 'port' | 'method' | 'sort'>,
  work: Work,
): Work {
  return async (...args) => {
    process.alive();
    const call: CallInfo = { n: next(), ...what, args };
    const fault = await hooks.before(call, process);
    process.alive();
    if (fault?.kind === 'crash-before') process.die();
    if (fault?.kind === 'failure') throw new UpstreamError('CHAOS', 'it did not answer');
    const instead = fault && answerInstead(call, fault);
    const answer = instead ?? (await work(...args));
    hooks.after(call, process, answer);
    if (fault?.kind === 'freeze') await hooks.freezes(call, fault);
    if (fault?.kind === 'crash-after') process.die();
    if (fault?.kind === 'lost-reply') throw new UpstreamError('CHAOS', 'its answer was lost');
    return answer;
  };
}

const BECAUSE = 'So it was drawn.';

function answerInstead({ port, sort, args }: CallInfo, { kind, pick }: CallFault): unknown {
  switch (kind) {
    case 'throttled':
      return { kind, againSeconds: 1 + Math.floor(pick * 120) };
    case 'busy':
      return sort === 'evict' ? { kind, againSeconds: 1 + Math.floor(pick * 20) } : { kind, because: BECAUSE };
    case 'changed':
      return { kind, because: BECAUSE };
    case 'refused':
      return sort === 'evict'
        ? { kind, status: 403, because: BECAUSE }
        : { kind, code: 'QuotaExceeded', because: BECAUSE };
    case 'webhook':
      return { kind, because: BECAUSE, name: 'validate.example.com' };
    case 'not-seen':
      return port === 'azureLooker'
        ? azureNotSeen()
        : listsNotSeen(String(args[0]), args[1] as readonly string[], pick);
    default:
      return undefined;
  }
}

function azureNotSeen(): unknown {
  return { kind: 'not-seen', readAt: 0, reason: 'upstream-failed', detail: BECAUSE };
}

const LISTS: Readonly<Record<string, readonly string[]>> = {
  nodes: ['nodes'],
  'pods-of-pools': ['nodes', 'pods'],
  'pending-pods': ['pods'],
  workloads: ['workloads'],
  budgets: ['budgets'],
  autoscalers: ['autoscalers'],
  events: ['events'],
};

function listsNotSeen(clusterId: string, needs: readonly string[], pick: number): unknown {
  const unseen = { kind: 'not-seen', reason: 'timed-out', detail: BECAUSE };
  const look: Record<string, unknown> = { clusterId, readAt: Math.floor(pick) };
  for (const need of needs) for (const list of LISTS[need] ?? []) look[list] = unseen;
  return look;
}
