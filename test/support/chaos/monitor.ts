/** Holds what happens against what must never happen. It reads the world directly, past every port and every fault. */
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { PodRef } from '../../../shared/ports/pod-evictor.ts';
import type { CallInfo } from './fault.ts';
import type { SimProcess } from './process.ts';
import { checkRecord } from './rules-of-records.ts';
import { checkWrite } from './rules-of-writes.ts';
import type { Stage } from './stage.ts';

/** One thing that must not be, and is. */
export interface Break {
  readonly rule: string;
  readonly what: string;
}

/** Of one run; what broke so much is broken. */
const MOST_BREAKS = 20;

export class Monitor {
  readonly #stage: Stage;
  readonly breaks: Break[] = [];
  /** Records as they were last saved, by id. */
  readonly #saved = new Map<string, Migration>();
  /** Writes that the world accepted, for the evidence. */
  readonly accepted: { readonly call: CallInfo; readonly migrationId: string | undefined; readonly effect: boolean }[] =
    [];
  /** Calls under way: whose they are, and what had been done before they reached the world. */
  readonly #underWay = new Map<number, { readonly migrationId: string | undefined; effects: number }>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The same is told once. */
  report(rule: string, what: string): void {
    if (this.breaks.length >= MOST_BREAKS) return;
    if (!this.breaks.some((other) => other.rule === rule && other.what === what)) this.breaks.push({ rule, what });
  }

  /** When a write is sent. */
  beforeWrite(call: CallInfo, process: SimProcess): void {
    // As they were saved, also those that cannot be read at present.
    const migrations = [...this.#saved.values()];
    const migrationId = checkWrite(this.#stage, call, process, migrations, (rule, what) => this.report(rule, what));
    this.#underWay.set(call.n, { migrationId, effects: 0 });
  }

  /** When it reaches the world, which may be later. */
  reaches({ n }: CallInfo): void {
    const sent = this.#underWay.get(n);
    if (sent) sent.effects = this.#effects();
  }

  after(call: CallInfo, process: SimProcess, answer: unknown): void {
    const { sort, port, method, args } = call;
    if (sort === 'look' || sort === 'read') {
      process.reads.set(port, this.#stage.world.now);
      // The newest look counts: a pass that met a conflict looks again.
      if (sort === 'look')
        for (const [list, isSeen] of sightsIn(answer)) {
          if (isSeen) process.unseen.delete(list);
          else process.unseen.add(list);
        }
      return;
    }
    if (sort === 'write' || sort === 'evict') {
      const sent = this.#underWay.get(call.n);
      this.#underWay.delete(call.n);
      if (!sent || (answer as { kind: string }).kind !== 'accepted') return;
      this.accepted.push({ call, migrationId: sent.migrationId, effect: this.#effects() > sent.effects });
      return;
    }
    const wasSaved = port === 'migrations' && (method === 'create' ? answer === 'created' : isSaved(answer));
    if (wasSaved) this.#recordSaved(args[0] as Migration, process);
  }

  nodeOf({ clusterId, uid }: PodRef): string | undefined {
    return this.#stage.world.cluster(clusterId).pods.get(uid)?.node;
  }

  /** Records as this monitor saw them saved: what a store that loses nothing must hold. */
  get saved(): ReadonlyMap<string, Migration> {
    return this.#saved;
  }

  #recordSaved(migration: Migration, process: SimProcess): void {
    const before = this.#saved.get(migration.id);
    checkRecord(this.#stage, before, migration, process, (rule, what) => this.report(rule, what));
    // What is saved is text: nothing of it changes afterwards.
    this.#saved.set(migration.id, migration);
    process.saved.set(migration.id, migration);
    process.reads.clear();
    process.unseen.clear();
  }

  #effects(): number {
    let effects = 0;
    for (const { journal } of this.#stage.world.clusters) {
      for (const { by, effect } of journal) if (by === 'us' && effect) effects += 1;
    }
    return effects;
  }
}

function isSaved(answer: unknown): boolean {
  return (answer as { kind?: string }).kind === 'saved';
}

/** `azure`, or names of lists, and whether each was seen. */
function sightsIn(answer: unknown): [string, boolean][] {
  const look = answer as Record<string, { kind?: string } | undefined>;
  const { kind } = answer as { kind?: string };
  if (kind !== undefined) return [['azure', kind !== 'not-seen']];
  return Object.entries(look).flatMap(([list, seen]) => (seen?.kind ? [[list, seen.kind !== 'not-seen']] : []));
}
