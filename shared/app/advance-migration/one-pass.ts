import { type Folded, foldAll, type TimedFold } from '../../domain/migration/apply.ts';
import { applyAction } from '../../domain/migration/apply-action.ts';
import { applyOutcome } from '../../domain/migration/apply-outcome.ts';
import {
  applyImagined,
  applyIntent,
  applyLostIntent,
  applyUnsent,
  isSameWrite,
  type WriteAction,
} from '../../domain/migration/apply-write.ts';
import { callsOf } from '../../domain/migration/evidence-of-write.ts';
import { lateWriteMs, SEND_WITHIN_MS, withLossNoted } from '../../domain/migration/late-write.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { nextAction } from '../../domain/migration/next-action.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { Parts } from '../parts.ts';
import { sendWrite } from '../send-write.ts';
import type { Engine } from './engine.ts';
import { finish } from './finish.ts';
import { type Around, lookAround } from './look-around.ts';
import type { Passed } from './passed.ts';
import { type Held, keep } from './record.ts';

const SOON_SECONDS = 2;

/** @param unsentAt moment of an intent in the record that this very call saved and did not send */
export async function onePass(
  parts: Parts,
  engine: Engine,
  taken: Held,
  unsentAt: number | undefined,
): Promise<Passed> {
  if (hasEnded(taken.migration.status)) return finishEnded(parts, taken);
  const isOwn = unsentAt !== undefined && taken.migration.intent?.at === unsentAt;
  if (!isOwn && lateWriteMs(taken.migration, parts.clock.now()) > 0) return awaitLateWrite(parts, engine, taken);
  const begun = isOwn
    ? applyUnsent(taken.migration, 'somebody changed the record meanwhile.')
    : applyLostIntent(taken.migration);
  const { migration } = begun;
  const around = await lookAround(parts, engine, migration, taken.evidence);
  const action = nextAction(around.facts, around.surroundings, (step) => engine.ruleOf(step));
  const { now, viability, look } = around.facts;
  if (action.kind === 'nothing') return { kind: 'passed', held: taken };
  if (action.kind !== 'write') {
    const change = () => after(begun, (then) => applyAction(then, action, viability, now));
    return finish(parts, engine, taken, around, { change, isAfterEffect: false });
  }
  if (migration.dryRun) {
    const imagine = (then: Migration) => applyImagined(then, action, callsOf(action.write, then, look), now);
    const change = () => ({ ...after(begun, imagine), againSeconds: 0 });
    return finish(parts, engine, taken, around, { change, isAfterEffect: false });
  }
  return write(parts, engine, { taken, begun, around, action });
}

/** Only evidence may be left of one that has ended. */
async function finishEnded(parts: Parts, taken: Held): Promise<Passed> {
  if (!taken.flushed) return { kind: 'passed', held: taken };
  const kept = await keep(parts, taken, { migration: taken.migration, happened: [] });
  return kept === 'conflict' ? { kind: 'conflict' } : { kind: 'passed', held: kept };
}

/** Nobody knows whether a write was sent, or is on its way: nothing else is decided until it cannot arrive any more. */
async function awaitLateWrite(parts: Parts, engine: Engine, taken: Held): Promise<Passed> {
  const around = await lookAround(parts, engine, taken.migration, taken.evidence);
  const { now } = around.facts;
  const change = (then: Migration): TimedFold => ({
    migration: withLossNoted(then, now),
    happened: [],
    againSeconds: lateWriteMs(then, now) / 1000,
  });
  return finish(parts, engine, taken, around, { change, isAfterEffect: false, commandsWait: true });
}

function after<F extends Folded>(begun: Folded, change: (migration: Migration) => F): F {
  const next = change(begun.migration);
  return { ...next, happened: [...begun.happened, ...next.happened] };
}

interface Writing {
  readonly taken: Held;
  readonly begun: Folded;
  readonly around: Around;
  readonly action: WriteAction;
}

/** Intent, second look, write, outcome: each saved before the next begins. */
async function write(parts: Parts, engine: Engine, { taken, begun, around, action }: Writing): Promise<Passed> {
  const { now } = around.facts;
  const meant = await keep(
    parts,
    taken,
    after(begun, (then) => applyIntent(then, action, now)),
  );
  if (meant === 'conflict') return { kind: 'conflict' };

  const { migration: before } = begun;
  const again = await lookAround(parts, engine, before, meant.evidence, now);
  // Last of all: a person's word that came until now stops the write.
  const askedAt = parts.clock.now();
  const record = await parts.migrations.find(before.id);
  if (record?.kind !== 'migration' || record.etag !== meant.etag) return { kind: 'conflict', unsentAt: now };
  const secondThought = nextAction(again.facts, again.surroundings, (step) => engine.ruleOf(step));
  if (secondThought.kind !== 'write' || !isSameWrite(action, secondThought)) {
    const change = (migration: Migration): TimedFold => ({
      ...foldAll(migration, (then) => applyUnsent(then, 'looked at again, something else is to be done now.')),
      againSeconds: SOON_SECONDS,
    });
    return finish(parts, engine, meant, again, { change, isAfterEffect: false });
  }
  if (parts.clock.now() - askedAt > SEND_WITHIN_MS) return { kind: 'conflict', unsentAt: now };

  const outcome = await sendWrite(parts, meant.migration, secondThought.write, engine.drainNode);
  const sent = { action, from: meant.migration };
  const change = (migration: Migration) => applyOutcome(migration, sent, outcome, parts.clock.now());
  return finish(parts, engine, meant, again, { change, isAfterEffect: true });
}
