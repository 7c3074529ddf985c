import { expect, test } from 'vitest';
import { applyAction } from '../../../../shared/domain/migration/apply-action.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { AT, givenMigration } from '../../../support/migration.ts';

const POSSIBLE = { kind: 'possible', why: 'a test', endings: [] } as const;

function told(overrides: Partial<Migration>): string | undefined {
  const action = { kind: 'done', because: 'All nodes are empty.' } as const;
  return applyAction(givenMigration(overrides), action, POSSIBLE, AT).happened[0]?.what.split(' Next: ')[0];
}

test('what a dry run sees after its first imagined write is called imagined', () => {
  const imagined = [{ kind: 'cordon', nodes: ['n0'] }] as const;
  expect(told({ dryRun: true, imagined })).toBe('Imagined: All nodes are empty.');
  expect(told({ dryRun: true })).toBe('All nodes are empty.');
  expect(told({})).toBe('All nodes are empty.');
});
