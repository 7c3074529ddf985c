import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../../../shared/domain/migration/action.ts';
import type { Admission } from '../../../../shared/domain/migration/admission.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { barToWrite } from '../../../../shared/domain/migration/next-action-bars.ts';
import type { Write } from '../../../../shared/domain/migration/write.ts';
import { AT, givenMigration, givenPassFacts, HOUR, POOL_ID } from '../../../support/migration.ts';
import { givenSignOff } from '../../../support/sign-off.ts';

const ADA = givenSignOff('Ada', 'platform');
const BEN = givenSignOff('Ben', 'platform');
const EVE = givenSignOff('Eve', 'security');

const MACHINES: Write = { kind: 'delete-machines', poolId: POOL_ID, machines: ['n1'] };
const POOL: Write = { kind: 'delete-pool', poolId: POOL_ID, etag: '1' };

function bar(signOffs: Admission['signOffs'], write: Write, overrides: Partial<Migration> = {}) {
  const admission: Admission = {
    plan: { kind: 'as-signed' },
    signOffs,
    window: { kind: 'open', closes: AT + HOUR },
    gates: { kind: 'clear' },
    caps: { kind: 'room' },
    writes: { kind: 'room' },
  };
  const surroundings: Surroundings = { admission, dryRun: false, evidence: 'whole' };
  const migration = givenMigration({ route: 'pool-replacement', step: 'delete-source', ...overrides });
  return barToWrite(givenPassFacts({ migration }), surroundings, write);
}

describe('deleting a pool takes two people', () => {
  test.each([MACHINES, POOL])('with one yes $kind waits, in words, and is looked at again', (write) => {
    expect(bar({ kind: 'complete', by: [ADA] }, write)).toEqual({
      kind: 'wait',
      because:
        'Deleting a pool takes two people; only Ada (platform) has said yes: a second yes of any role is awaited.',
      againSeconds: 60,
    });
  });

  test.each<[string, Admission['signOffs']]>([
    ['of one role', { kind: 'complete', by: [ADA, BEN] }],
    ['one of a role that nobody asked for', { kind: 'complete', by: [ADA], beside: [EVE] }],
    ['where nobody had to sign', { kind: 'complete', by: [], beside: [ADA, EVE] }],
  ])('two yeses do: %s', (_, signOffs) => {
    expect(bar(signOffs, MACHINES)).toBeUndefined();
    expect(bar(signOffs, POOL)).toBeUndefined();
  });

  test('without any yes it waits for both', () => {
    expect(bar({ kind: 'complete', by: [] }, POOL)).toMatchObject({
      because: 'Deleting a pool takes two people; nobody has said yes: their yes of any role is awaited.',
    });
  });

  test('nothing else of the way forward waits for a second person', () => {
    const cordon: Write = { kind: 'cordon', nodes: ['n1'] };
    expect(bar({ kind: 'complete', by: [ADA] }, cordon)).toBeUndefined();
    // A spare node that is given back during the hold is not the pool.
    expect(bar({ kind: 'complete', by: [ADA] }, MACHINES, { step: 'hold' })).toBeUndefined();
  });

  test.each(['back', 'aside'] as const)('our own target on the way %s is not held by it', (direction) => {
    expect(bar({ kind: 'complete', by: [ADA] }, POOL, { direction, step: 'remove-target' })).toBeUndefined();
  });
});
