import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import DataLoader from 'dataloader';
import { READABLE_STATES } from '../../domain/fleet/subscription.ts';
import type { Clock, Pause } from '../../ports/clock.ts';
import type { ClusterWithPools, FleetReader, SubscriptionAnswer } from '../../ports/fleet-reader.ts';
import { readClusterRow } from './cluster-row.ts';
import type { ArmConnection } from './connection.ts';
import { type GraphAnswer, queryGraph } from './graph.ts';
import { CLUSTERS } from './queries.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { readSubscriptions } from './subscription-rows.ts';

/** Questions that arrive within this time share a query; a sweep's messages come in bursts. */
const GATHER_MS = 25;

/**
 * Then those who ask meanwhile are gathered for the next query until this one is answered, and at least for so
 * long: Azure allows 15 queries in 5 seconds, one each 333 ms, so the quota does not run out within a sweep.
 */
const BETWEEN_QUERIES_MS = 350;

/** A query that Azure leaves unanswered must not hold up the others for long. */
const LONGEST_GATHER_MS = 1_000;

/** Subscriptions in one query: a longer chain of pages would keep the first of them waiting for the last. */
const SUBSCRIPTIONS_PER_QUERY = 100;

/**
 * Reads subscriptions through Resource Graph. Subscriptions asked for at the same time share one query in
 * pages of 1,000 clusters. When a shared query is refused or comes incomplete, each of its subscriptions is
 * asked alone, so that one of them does not hide the others.
 */
export function armFleetReader(connection: ArmConnection, clock: Clock, pause: Pause): FleetReader {
  const { endpoint, pipeline, httpClient, credential } = connection;
  const client = new ResourceGraphClient(credential, { endpoint, pipeline, httpClient });

  async function readTogether(ids: readonly string[]): Promise<SubscriptionAnswer[]> {
    const gathered = new Gathered(ids);
    const readAt = clock.now();
    let answer: GraphAnswer | Refusal;
    try {
      answer = await queryGraph(client, connection, CLUSTERS, { subscriptions: ids }, (row) => gathered.take(row));
    } catch (error) {
      answer = refusalOf(error, `the clusters of ${ids.length === 1 ? `subscription ${ids[0]}` : 'the fleet'}`);
    }
    if (ids.length > 1 && (gathered.unattributed > 0 || asksForOneByOne(answer))) return oneByOne(ids);
    if ('reason' in answer) return ids.map(() => notSeen(answer));
    if (answer.kind === 'incomplete') return ids.map(() => notSeen(truncated(answer.why)));

    const empty = ids.filter((id) => gathered.isEmpty(id));
    const refused = empty.length > 0 ? await whyEmpty(empty) : new Map<string, Refusal>();
    return ids.map((id) => {
      const refusal = refused.get(id);
      return refusal ? notSeen(refusal) : { kind: 'seen', readAt, ...gathered.of(id) };
    });
  }

  async function oneByOne(ids: readonly string[]): Promise<SubscriptionAnswer[]> {
    const answers: SubscriptionAnswer[] = [];
    for (const id of ids) answers.push(...(await readTogether([id])));
    return answers;
  }

  /** Resource Graph leaves out what may not be read, so "no clusters" is checked against "may be read". */
  async function whyEmpty(ids: readonly string[]): Promise<Map<string, Refusal>> {
    const found = await readSubscriptions(client, connection, { subscriptions: ids });
    if (found.kind === 'refused' && found.refusal.status !== 403) {
      return new Map(ids.map((id) => [id, found.refusal]));
    }
    const states = new Map(found.kind === 'read' ? found.subscriptions.map(({ id, state }) => [id, state]) : []);
    return new Map(
      ids.flatMap((id) => {
        const refusal = refusalByState(states.get(id));
        return refusal ? [[id, refusal] as const] : [];
      }),
    );
  }

  let running: Promise<void> = Promise.resolve();
  let onTheWay = 0;

  function read(ids: readonly string[]): Promise<SubscriptionAnswer[]> {
    const reading = readTogether(ids);
    running = endOf(reading);
    return reading;
  }

  async function endOf(reading: Promise<unknown>): Promise<void> {
    onTheWay += 1;
    await Promise.allSettled([reading, pause(BETWEEN_QUERIES_MS)]);
    onTheWay -= 1;
  }

  async function gather(): Promise<void> {
    await pause(GATHER_MS);
    if (onTheWay > 0) await Promise.race([running, pause(LONGEST_GATHER_MS)]);
  }

  const loader = new DataLoader<string, SubscriptionAnswer>(read, {
    cache: false,
    maxBatchSize: SUBSCRIPTIONS_PER_QUERY,
    batchScheduleFn: (dispatch) => void gather().then(dispatch),
  });
  return { readSubscription: (subscriptionId) => loader.load(subscriptionId.toLowerCase()) };
}

/** Rows by subscription, in the order in which they came; a row that comes twice counts once. */
class Gathered {
  /** Rows that do not even say which subscription they belong to. */
  unattributed = 0;
  readonly #clusters = new Map<string, Map<string, ClusterWithPools>>();
  readonly #notUnderstood = new Map<string, { clusterId: string; detail: string }[]>();
  readonly #only: string | undefined;

  constructor(ids: readonly string[]) {
    for (const id of ids) {
      this.#clusters.set(id, new Map());
      this.#notUnderstood.set(id, []);
    }
    this.#only = ids.length === 1 ? ids[0] : undefined;
  }

  take(row: unknown): void {
    const read = readClusterRow(row);
    if (read.kind === 'understood') {
      this.#clusters.get(read.value.cluster.subscriptionId)?.set(read.value.cluster.id, read.value);
      return;
    }
    const owner = read.subscriptionId ?? this.#only;
    if (owner === undefined) this.unattributed += 1;
    const broken = this.#notUnderstood.get(owner ?? '');
    broken?.push({ clusterId: read.clusterId ?? `row ${broken.length + 1} without an id`, detail: read.detail });
  }

  isEmpty(id: string): boolean {
    return this.#clusters.get(id)?.size === 0 && this.#notUnderstood.get(id)?.length === 0;
  }

  of(id: string): Pick<Extract<SubscriptionAnswer, { kind: 'seen' }>, 'clusters' | 'notUnderstood'> {
    return {
      clusters: [...(this.#clusters.get(id)?.values() ?? [])],
      notUnderstood: this.#notUnderstood.get(id) ?? [],
    };
  }
}

/** A refusal of the question itself, not of the moment, may be due to one subscription of many. */
function asksForOneByOne(answer: GraphAnswer | Refusal): boolean {
  if (!('reason' in answer)) return answer.kind === 'incomplete';
  const status = answer.status ?? 0;
  return status >= 400 && status < 500 && answer.reason !== 'throttled' && answer.reason !== 'timed-out';
}

function refusalByState(state: string | undefined): Refusal | undefined {
  if (state === undefined) {
    return {
      reason: 'forbidden',
      detail:
        'This identity may not read the subscription. Give it the reader role of docs/permissions.md there; it can take minutes to count.',
    };
  }
  if (READABLE_STATES.includes(state)) return undefined;
  return {
    reason: 'disabled',
    detail: `The subscription is ${state}, and Azure shows nothing of it. Enable it, or leave it out of the sweep.`,
  };
}

function truncated(why: string): Refusal {
  return {
    reason: 'truncated',
    detail: `Azure's answer is incomplete: ${why}. Nothing of it is used; the next sweep asks again.`,
  };
}

function notSeen({ reason, detail }: Refusal): SubscriptionAnswer {
  return { kind: 'not-seen', reason, detail };
}
