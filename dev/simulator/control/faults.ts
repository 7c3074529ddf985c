import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';

/** Which requests a fault is for; what is not said does not count. */
const where = {
  /** Name of an operation, as in `agentPools.getUpgradeProfile`. */
  operation: z.string().min(1).optional(),
  method: z.enum(['GET', 'PUT', 'POST', 'PATCH', 'DELETE']).optional(),
  /** Id of a subscription; a Resource Graph query counts when it asks for it by name. */
  subscription: z.guid().toLowerCase().optional(),
  /** Any part of the path, without case. */
  pathIncludes: z.string().min(1).toLowerCase().optional(),
  /** How many requests it strikes; then it is over. Absent: all of them. */
  times: z.int().min(1).optional(),
  /** How many fitting requests pass unharmed first. */
  after: z.int().min(0).default(0),
};

const milliseconds = z.int().min(0).max(600_000);

/** `cluster/pool`; where it may be absent: any. `cluster/` is the cluster itself. */
const poolName = z
  .string()
  .regex(/^[^/]+\/[^/]*$/, 'must be "cluster/pool"')
  .toLowerCase();

/** How many changes it is for; absent: all. */
const few = { times: z.int().min(1).optional() };

export const FaultSpec = z.discriminatedUnion('kind', [
  /** 429 with `Retry-After`, in the words of the limit that would say it. */
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: z.int().min(0).default(1), ...where }),
  z.strictObject({
    kind: z.literal('error'),
    status: z.int().min(400).max(599),
    code: z.string().min(1).default('InternalOperationError'),
    message: z.string().min(1).default('Internal server error'),
    retryAfterSeconds: z.int().min(0).optional(),
    ...where,
  }),
  z.strictObject({ kind: z.literal('slow'), milliseconds, ...where }),
  /** No answer, until the caller gives up or the fault is removed. */
  z.strictObject({ kind: z.literal('hang'), ...where }),
  /** The connection is cut before anything is done. */
  z.strictObject({ kind: z.literal('drop'), ...where }),
  /** It is done, and then the connection is cut. */
  z.strictObject({ kind: z.literal('lost-reply'), ...where }),
  /** The answer ends in the middle of its JSON. */
  z.strictObject({ kind: z.literal('broken-json'), ...where }),
  /** Only Kubernetes: what was listed before this request is too old from here on, so that its next page is a 410. */
  z.strictObject({ kind: z.literal('list-expires'), ...where }),
  /** The last rows of a page are not there; `count` still has them. */
  z.strictObject({ kind: z.literal('missing-rows'), rows: z.int().min(1), ...where }),
  /** The subscription's resources may not be read. Resource Graph leaves them out without a word. */
  z.strictObject({ kind: z.literal('forbidden'), subscription: z.guid().toLowerCase() }),
  /** Only Kubernetes: no one may read (or do anything else with) a kind of objects. */
  z.strictObject({
    kind: z.literal('denied'),
    /** Plural name, as in `pods`. */
    resource: z.string().min(1),
    /** `resource-group/cluster`; absent: all. */
    cluster: z
      .string()
      .regex(/^[^/]+\/[^/]+$/, 'must be "resource-group/cluster"')
      .toLowerCase()
      .optional(),
    /** Absent: all. */
    verbs: z.array(z.enum(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'])).optional(),
  }),
  /** Resource Graph shows clusters as they were so many fleet seconds ago. */
  z.strictObject({ kind: z.literal('stale-graph'), seconds: z.int().min(1) }),
  /** The cluster is deleted right after an answer that lists it. */
  z.strictObject({
    kind: z.literal('delete-after-list'),
    /** `resource-group/cluster` */
    cluster: z
      .string()
      .regex(/^[^/]+\/[^/]+$/, 'must be "resource-group/cluster"')
      .toLowerCase(),
    subscription: z.guid().toLowerCase(),
  }),
  /** An upgrade that starts from now on is reported as done while its last nodes still run what they ran. */
  z.strictObject({
    kind: z.literal('leave-nodes'),
    pool: poolName.optional(),
    nodes: z.int().min(1).default(1),
    ...few,
  }),
  /** Nodes that come to a pool from now on never get Ready; Azure reports its change as done. */
  z.strictObject({ kind: z.literal('never-ready'), pool: poolName.optional(), ...few }),
  /** A change of a pool that starts from now on ends badly. */
  z.strictObject({
    kind: z.literal('fail-change'),
    pool: poolName.optional(),
    canceled: z.boolean().default(false),
    code: z.string().min(1).default('UpgradeFailed'),
    message: z.string().min(1).default('Drain node failed when evicting pods.'),
    ...few,
  }),
]);
export type FaultSpec = z.infer<typeof FaultSpec>;
export type FaultInput = z.input<typeof FaultSpec>;
export type FaultOf<K extends FaultSpec['kind']> = Extract<FaultSpec, { kind: K }>;

export interface Fault {
  readonly id: string;
  readonly spec: FaultSpec;
  /** How many requests it has struck. */
  readonly hits: number;
}

/** What is known of a request when faults are looked for. */
export interface RequestFacts {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly subscriptions: readonly string[];
}

/** Kinds that strike single requests. */
type Striking = Extract<FaultSpec, { after: number }>;

/** The faults that are switched on, in the order in which they were asked for. */
export class Faults {
  readonly #faults = new Map<string, { spec: FaultSpec; hits: number; passed: number }>();
  readonly #onRemoval = new Set<() => void>();

  add(spec: FaultSpec): string {
    const id = `fault-${randomUUID()}`;
    this.#faults.set(id, { spec, hits: 0, passed: 0 });
    return id;
  }

  list(): readonly Fault[] {
    return [...this.#faults].map(([id, { spec, hits }]) => ({ id, spec, hits }));
  }

  /** @param id absent: all */
  remove(id?: string): boolean {
    const removed = id === undefined ? this.#faults.size > 0 : this.#faults.has(id);
    if (id === undefined) this.#faults.clear();
    else this.#faults.delete(id);
    for (const notify of this.#onRemoval) notify();
    return removed;
  }

  /** Calls back when faults were removed, until the returned function is called. */
  onRemoval(notify: () => void): () => void {
    this.#onRemoval.add(notify);
    return () => this.#onRemoval.delete(notify);
  }

  has(id: string): boolean {
    return this.#faults.has(id);
  }

  /** The first fault that strikes this request; it is counted. */
  strike(request: RequestFacts): { readonly id: string; readonly spec: Striking } | undefined {
    for (const [id, fault] of this.#faults) {
      const { spec } = fault;
      if (!('after' in spec) || !fits(spec, request)) continue;
      if (spec.times !== undefined && fault.hits >= spec.times) continue;
      if (fault.passed < spec.after) {
        fault.passed++;
        continue;
      }
      fault.hits++;
      return { id, spec };
    }
    return undefined;
  }

  isForbidden(subscriptionId: string): boolean {
    return this.#of('forbidden').some(({ spec }) => spec.subscription === subscriptionId);
  }

  /** Whether a `denied` fault covers this. @param path that ends in `resource-group/cluster` */
  isDenied(path: string, resource: string, verb: string): boolean {
    return this.#of('denied').some(
      ({ spec }) =>
        spec.resource === resource &&
        (spec.cluster === undefined || path.endsWith(`/${spec.cluster}`)) &&
        (spec.verbs === undefined || spec.verbs.some((one) => one === verb)),
    );
  }

  graphDelaySeconds(): number {
    return Math.max(0, ...this.#of('stale-graph').map(({ spec }) => spec.seconds));
  }

  deletedAfterList(): readonly FaultOf<'delete-after-list'>[] {
    return this.#of('delete-after-list').map(({ spec }) => spec);
  }

  /** The first fault of a kind that awaits a change of this pool; it is counted. */
  ofChange<K extends 'fail-change' | 'leave-nodes' | 'never-ready'>(
    kind: K,
    clusterName: string,
    poolName: string,
  ): FaultOf<K> | undefined {
    const name = `${clusterName}/${poolName}`.toLowerCase();
    const fault = this.#of(kind).find(({ spec, hits }) => {
      const { pool = name, times = Number.POSITIVE_INFINITY }: { pool?: string; times?: number } = spec;
      return pool === name && hits < times;
    });
    if (!fault) return undefined;
    fault.hits++;
    return fault.spec;
  }

  #of<K extends FaultSpec['kind']>(kind: K): { spec: FaultOf<K>; hits: number }[] {
    return [...this.#faults.values()].filter(
      (fault): fault is typeof fault & { spec: FaultOf<K> } => fault.spec.kind === kind,
    );
  }
}

function fits(spec: Striking, request: RequestFacts): boolean {
  return (
    (spec.operation ?? request.operation) === request.operation &&
    (spec.method ?? request.method) === request.method &&
    (spec.subscription === undefined || request.subscriptions.includes(spec.subscription)) &&
    (spec.pathIncludes === undefined || request.path.toLowerCase().includes(spec.pathIncludes))
  );
}

/** Waits until the caller hangs up or the fault is removed. */
export async function untilOver(faults: Faults, id: string, response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = faults.onRemoval(() => {
      if (!faults.has(id)) done();
    });
    const done = () => {
      stop();
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
  });
}
