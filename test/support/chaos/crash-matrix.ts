/** One crash, at every kind of place: for each step, before it reads, after its intent, after its effect, after its save. */
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { PodRef } from '../../../shared/ports/pod-evictor.ts';
import type { CallFault, CallInfo, FaultSource } from './fault.ts';
import type { RunResult } from './simulation.ts';

export type Boundary = 'before read' | 'after intent' | 'after effect' | 'after save';
export const BOUNDARIES: readonly Boundary[] = ['before read', 'after intent', 'after effect', 'after save'];

/** Where a call stands: the step that its migration is in, and the way it goes. */
export interface Place {
  readonly direction: string;
  readonly step: string;
  readonly boundary: Boundary;
}

export function placeText({ direction, step, boundary }: Place): string {
  return `${direction} ${step}, ${boundary}`;
}

/** Notes every place that a run comes by, and crashes at one of them, the first time. */
export class OneCrash implements FaultSource {
  readonly seen: Place[] = [];
  readonly #at: string | undefined;
  #step = 'check';
  #direction = 'forward';
  #hasCrashed = false;

  constructor(at?: Place) {
    this.#at = at && placeText(at);
  }

  get hasCrashed(): boolean {
    return this.#hasCrashed;
  }

  atCall(call: CallInfo): CallFault | undefined {
    const found = this.#boundaryOf(call);
    if (!found) return undefined;
    const place: Place = { direction: this.#direction, step: this.#step, boundary: found.boundary };
    const text = placeText(place);
    if (!this.seen.some((other) => placeText(other) === text)) this.seen.push(place);
    if (this.#hasCrashed || text !== this.#at) return undefined;
    this.#hasCrashed = true;
    return { at: 'call', n: call.n, kind: found.kind, pick: 0.5 };
  }

  atTurn(): undefined {
    return undefined;
  }

  #boundaryOf({ port, method, sort, args }: CallInfo): { boundary: Boundary; kind: CallFault['kind'] } | undefined {
    if (port === 'azureLooker') return { boundary: 'before read', kind: 'crash-before' };
    if (sort === 'write' || sort === 'evict') return { boundary: 'after effect', kind: 'crash-after' };
    if (port !== 'migrations' || method !== 'save') return undefined;
    const { step, direction, intent } = args[0] as Migration;
    this.#step = step;
    this.#direction = direction;
    return { boundary: intent ? 'after intent' : 'after save', kind: 'crash-after' };
  }
}

/** What the app did to the world, in words that compare: each effect once, whatever the order in which pods left. */
export function effectsOf({ simulation }: RunResult): string[] {
  return [...simulation.world.clusters]
    .flatMap(({ journal }) => journal)
    .filter(({ by, effect, what }) => by === 'us' && effect && what !== 'evict')
    .map(({ what, subject, detail = '' }) => `${what} ${subject} ${detail}`)
    .toSorted();
}

/** Accepted writes that changed nothing: the same thing was asked for twice. */
export function idleWritesOf({ simulation }: RunResult): string[] {
  return simulation.monitor.accepted
    .filter(({ effect }) => !effect)
    .map(({ call }) => `${call.port}.${call.method} ${JSON.stringify(call.args).slice(-80)}`);
}

/** Pods whose eviction was accepted more than once. */
export function evictedTwice({ simulation }: RunResult): string[] {
  const uids = simulation.monitor.accepted
    .filter(({ call }) => call.sort === 'evict')
    .map(({ call }) => (call.args[0] as PodRef).uid);
  return uids.filter((uid, at) => uids.indexOf(uid) !== at);
}
