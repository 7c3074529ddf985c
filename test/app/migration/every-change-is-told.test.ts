import { expect, test } from 'vitest';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { canonicalJson } from '../../../shared/domain/plan/plan-hash.ts';
import { givenPasses } from './given-pass.ts';

/** What a migration is at; when it was looked at, and how often, is no state. */
function stateOf({ status, direction, step, waiting, pause, intent, remembered, drain }: Migration): string {
  return canonicalJson({
    status,
    direction,
    step,
    waiting: waiting?.because,
    pause,
    intent: intent?.at,
    remembered,
    drain,
  });
}

test('invariant 8: every state change is in the evidence chain', async () => {
  const whole = await givenPasses({}, {});
  const { migrations } = whole.parts;
  let before = await whole.stored();
  let changes = 0;
  const untold: unknown[] = [];
  const save: typeof migrations.save = async (migration, etag) => {
    const saved = await migrations.save(migration, etag);
    if (saved.kind === 'conflict') return saved;
    if (stateOf(migration) !== stateOf(before)) {
      changes += 1;
      if (migration.evidence.head.seq === before.evidence.head.seq) untold.push({ before, migration });
    }
    before = migration;
    return saved;
  };
  const parts = { ...whole.parts, migrations: { ...migrations, save } };
  whole.world.answers.push({ kind: 'busy', because: 'An upgrade is under way.' }, 'lost');
  const say = (kind: 'pause' | 'resume' | 'roll-back') =>
    commandMigration(parts, before.id, { kind, reason: 'A test.' }, { id: 'ada', name: 'Ada' });

  await whole.run(12, () => parts);
  await say('pause');
  await whole.run(2, () => parts);
  await say('resume');
  await whole.run(3, () => parts);
  await say('roll-back');
  const ended = await whole.run(100, () => parts);

  expect(ended.status).toBe('rolled-back');
  expect(changes).toBeGreaterThan(20);
  expect(untold).toEqual([]);
});
