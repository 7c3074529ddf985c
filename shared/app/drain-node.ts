import type { Pod } from '../domain/cluster/facts.ts';
import type { DrainOutcome } from '../domain/drain/drain-outcome.ts';
import {
  type Answer,
  answered,
  asked,
  type EvictionMemory,
  looked,
  type NodeState,
  newMemory,
} from '../domain/drain/eviction-memory.ts';
import { nextEvictions } from '../domain/drain/next-evictions.ts';
import { findRoom, type RoomSight } from '../domain/drain/room.ts';
import { onlyPeopleCanHelp, stuckPods } from '../domain/drain/stuck-pods.ts';
import { graceOf, podsToLeave } from '../domain/drain/which-pods-leave.ts';
import { UpstreamError } from '../domain/errors.ts';
import type { Migration } from '../domain/migration/migration.ts';
import type { Instant } from '../domain/time.ts';
import { type Inbox, inbox } from './drain/inbox.ts';
import type { Parts } from './parts.ts';

/** What a drain must know of its migration. */
export type DrainedMigration = Pick<Migration, 'clusterId' | 'drain' | 'remembered' | 'stepSince'>;

export interface DrainNodeOrder {
  readonly migration: DrainedMigration;
  readonly node: string;
  /** Pods with a longer grace period of their own keep it. */
  readonly graceSeconds: number;
  /** Real seconds; evictions that are under way then are still waited for, a little. */
  readonly attentionSeconds: number;
}

export type DrainParts = Pick<
  Parts,
  'clock' | 'deadline' | 'drainWatcher' | 'podEvictor' | 'clusterLooker' | 'ownerKeys'
>;

type News =
  | { readonly kind: 'state'; readonly state: NodeState }
  | { readonly kind: 'answer'; readonly pod: Pod; readonly answer: Answer }
  | { readonly kind: 'room'; readonly room: RoomSight }
  | { readonly kind: 'look-for-room' }
  | { readonly kind: 'wake' }
  /** The time is over, or nothing can be followed any more: no more is asked. */
  | { readonly kind: 'end'; readonly trouble?: string }
  | { readonly kind: 'give-up' }
  | { readonly kind: 'broken'; readonly error: unknown };

/** Pods that wait for a node are looked at so often while others leave. */
const ROOM_EVERY_MS = 15_000;

/** Evictions that are under way when the time is over get so long to be answered. */
const LAST_ANSWERS_MS = 10_000;

/**
 * Empties one node as far as its budgets let it in the time that is given: it follows the node's pods and all budgets,
 * and asks for an eviction at the moment when it may succeed. Repeating it after a crash is right: it looks at what is.
 * It comes back early when the node is empty, when pods that left find no room, or when only a person can help.
 */
export async function drainNode(parts: DrainParts, order: DrainNodeOrder): Promise<DrainOutcome> {
  const { clock, deadline } = parts;
  const { migration, node, attentionSeconds } = order;
  const news = inbox<News>();
  const stop = new AbortController();
  const after = (milliseconds: number, what: News) => putWhen(deadline(milliseconds), what, news, stop.signal);
  const over = deadline(attentionSeconds * 1000);
  putWhen(over, { kind: 'end' }, news, stop.signal);

  const progress: Progress = { memory: newMemory(migration.drain.stuck.filter((one) => one.node === node)), flying: 0 };
  let wakesAt: Instant = Number.POSITIVE_INFINITY;
  const watching = follow(parts, order, AbortSignal.any([over, stop.signal]), news);
  void look(parts, migration, news);
  try {
    for (let ends = false, done = false; !done; ) {
      for (const one of await news.take()) {
        if (one.kind === 'broken') throw one.error;
        if (one.kind === 'give-up') done = true;
        if (one.kind === 'wake') wakesAt = Number.POSITIVE_INFINITY;
        if (one.kind === 'look-for-room') void look(parts, migration, news);
        if (one.kind === 'room') after(ROOM_EVERY_MS, { kind: 'look-for-room' });
        if (one.kind === 'end' && !ends) {
          ends = true;
          after(LAST_ANSWERS_MS, { kind: 'give-up' });
        }
        fold(progress, one, clock.now());
      }
      const now = clock.now();
      const { flying } = progress;
      if (ends || isOver(progress, now)) done ||= flying === 0;
      if (ends || done || progress.room?.kind !== 'found' || !progress.state) continue;
      const next = nextEvictions(progress.state, progress.memory, now);
      for (const pod of next.ask) {
        progress.memory = asked(progress.memory, pod, now);
        progress.flying += 1;
        void evict(parts, order, pod, news);
      }
      if (next.againAt !== undefined && next.againAt < wakesAt) {
        wakesAt = next.againAt;
        after(wakesAt - now, { kind: 'wake' });
      }
    }
    return outcomeOf(progress, parts, order);
  } finally {
    stop.abort();
    await watching;
  }
}

interface Progress {
  memory: EvictionMemory;
  /** Evictions that are not answered yet. */
  flying: number;
  state?: NodeState;
  room?: RoomSight;
  trouble?: string;
}

function fold(progress: Progress, news: News, now: Instant): void {
  if (news.kind === 'state') {
    progress.state = news.state;
    progress.memory = looked(progress.memory, news.state, now);
  } else if (news.kind === 'answer') {
    progress.flying -= 1;
    const state = progress.state ?? { pods: [], budgets: [] };
    progress.memory = answered(progress.memory, news.pod, news.answer, state, now);
  } else if (news.kind === 'room') {
    progress.room = news.room;
  } else if (news.kind === 'end' && news.trouble !== undefined) {
    progress.trouble = news.trouble;
  }
}

/** Nothing more is to be had from looking on. */
function isOver({ state, room, memory }: Progress, now: Instant): boolean {
  if (!state || !room) return false;
  if (room.kind === 'missing' || room.kind === 'unknown') return true;
  return podsToLeave(state.pods).length === 0 || onlyPeopleCanHelp(state, memory, now);
}

function outcomeOf({ memory, state, room, trouble }: Progress, parts: DrainParts, order: DrainNodeOrder): DrainOutcome {
  const context = { node: order.node, ownerKeys: parts.ownerKeys };
  const unread = trouble ?? (state ? undefined : 'The node could not be read in the time that was given.');
  return {
    evicted: memory.accepted,
    left: state ? podsToLeave(state.pods).length : Math.max(1, order.migration.drain.stuck.length),
    stuck: state ? stuckPods(state, memory, context, parts.clock.now()) : order.migration.drain.stuck,
    room: roomOf(room),
    ...(unread !== undefined && { trouble: unread }),
  };
}

/** Who still waits for a node may yet find one. */
function roomOf(room: RoomSight | undefined): DrainOutcome['room'] {
  if (!room) return { kind: 'unknown', why: 'Pods that wait for a node were not read in time.' };
  return room.kind === 'waiting' ? { kind: 'found' } : room;
}

async function follow(
  { drainWatcher }: DrainParts,
  { migration, node }: DrainNodeOrder,
  signal: AbortSignal,
  news: Inbox<News>,
): Promise<void> {
  try {
    for await (const state of drainWatcher.watch(migration.clusterId, node, signal)) news.put({ kind: 'state', state });
    news.put({ kind: 'end' });
  } catch (error) {
    news.put(error instanceof UpstreamError ? { kind: 'end', trouble: error.message } : { kind: 'broken', error });
  }
}

async function evict(
  { podEvictor }: DrainParts,
  { migration: { clusterId }, graceSeconds }: DrainNodeOrder,
  pod: Pod,
  news: Inbox<News>,
): Promise<void> {
  const { namespace, name, uid = '' } = pod;
  try {
    const answer = await podEvictor.evict({ clusterId, namespace, name, uid }, graceOf(pod, graceSeconds));
    news.put({ kind: 'answer', pod, answer });
  } catch (error) {
    if (!(error instanceof UpstreamError)) return news.put({ kind: 'broken', error });
    // Nobody knows whether it was heard; the watch will show.
    news.put({ kind: 'answer', pod, answer: { kind: 'refused', status: 0, because: error.message } });
  }
}

async function look(
  { clusterLooker, clock }: DrainParts,
  migration: DrainedMigration,
  news: Inbox<News>,
): Promise<void> {
  try {
    const { pods } = await clusterLooker.look(migration.clusterId, ['pending-pods'], []);
    const before = new Set(migration.remembered.troubleBefore);
    news.put({ kind: 'room', room: findRoom(pods, migration.stepSince, before, clock.now()) });
  } catch (error) {
    news.put(error instanceof UpstreamError ? { kind: 'end', trouble: error.message } : { kind: 'broken', error });
  }
}

/** @param forgotten when it is aborted, nothing is put any more */
function putWhen(signal: AbortSignal, what: News, news: Inbox<News>, forgotten: AbortSignal): void {
  if (signal.aborted) return news.put(what);
  signal.addEventListener('abort', () => news.put(what), { once: true, signal: forgotten });
}
