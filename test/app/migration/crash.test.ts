import { expect, test } from 'vitest';
import type { Engine } from '../../../shared/app/advance-migration/engine.ts';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { AdvanceMigration } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import { givenPasses } from './given-pass.ts';

const GONE = 'the process is gone';

/** Dies at the n-th call to the world, before or after the call took effect. */
class Mortal {
  private calls = 0;
  private dead = false;
  died = false;
  private readonly atCall: number;
  private readonly moment: 'before' | 'after';

  constructor(atCall: number, moment: 'before' | 'after') {
    this.atCall = atCall;
    this.moment = moment;
  }

  startAgain(): void {
    this.dead = false;
  }

  parts(parts: Parts): Parts {
    const names = ['migrations', 'evidence', 'verdicts', 'sender', 'policy', 'azureLooker', 'clusterLooker'] as const;
    const writers = ['poolWriter', 'poolUpgrader', 'nodeWriter', 'workloadScaler'] as const;
    return { ...parts, ...Object.fromEntries([...names, ...writers].map((name) => [name, this.guard(parts[name])])) };
  }

  engine(engine: Engine): Engine {
    const { admission, drainNode } = this.guard({
      admission: (parts: Parts, migration: Migration) => engine.admission(parts, migration),
      drainNode: engine.drainNode,
    });
    return { ...engine, admission, drainNode };
  }

  private guard<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          if (this.dead) throw new Error(GONE);
          this.calls += 1;
          const last = this.calls === this.atCall;
          if (last && this.moment === 'before') this.die();
          const answer = await method.apply(target, args);
          if (last) this.die();
          return answer;
        };
      },
    });
  }

  private die(): never {
    this.dead = true;
    this.died = true;
    throw new Error(GONE);
  }
}

/** Until it has ended; what a crash left on the queue is delivered again. */
async function live(start: Partial<Migration>, mortal: Mortal) {
  const { world, parts, engine, queue, stored } = await givenPasses(start);
  const { id, clusterId } = await stored();
  queue.push({ id: 'first', body: { migrationId: id, clusterId } });
  for (let handled = 0; handled < 100 && queue.length > 0; handled += 1) {
    queue.sort((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0));
    const [next] = queue;
    if (!next) break;
    world.now = Math.max(world.now, next.notBefore ?? 0);
    try {
      await advanceMigration(mortal.parts(parts), AdvanceMigration.parse(next.body), mortal.engine(engine));
      queue.splice(queue.indexOf(next), 1);
    } catch (error) {
      if ((error as Error).message !== GONE) throw error;
      mortal.startAgain();
    }
  }
  const ended = await stored();
  const entries = await parts.evidence.read(id);
  return {
    status: ended.status,
    step: ended.step,
    hasEnded: hasEnded(ended.status),
    intent: ended.intent,
    pending: ended.evidence.pending,
    accepted: world.accepted,
    evidence: verifyEvidence({ migrationId: id, head: ended.evidence.head, entries }, parts.hash),
  };
}

test.each([
  { way: 'forward', start: { status: 'waiting', step: 'check' }, from: 'delete-source', crashes: 100 },
  { way: 'back', start: { status: 'running', direction: 'back' }, from: 'close-target', crashes: 100 },
] as const)(
  'a crash before or after any call of a pass leads to the same end, with one write for each effect: $way',
  async ({ start, from, crashes }) => {
    const begin: Partial<Migration> = { ...start, step: from, status: 'running' };
    const undisturbed = await live(begin, new Mortal(Number.POSITIVE_INFINITY, 'before'));
    expect(undisturbed).toMatchObject({ hasEnded: true, pending: [], evidence: { kind: 'whole' } });
    expect(undisturbed.accepted.filter((line) => line.startsWith('AGAIN'))).toEqual([]);

    let died = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; ; call += 1) {
        const mortal = new Mortal(call, moment);
        const state = await live(begin, mortal);
        if (!mortal.died) break;
        died += 1;
        expect({ moment, call, ...state }).toEqual({ moment, call, ...undisturbed });
      }
    }
    expect(died).toBeGreaterThan(crashes);
  },
);
