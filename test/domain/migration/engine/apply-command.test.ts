import { expect, test } from 'vitest';
import { applyCommand } from '../../../../shared/domain/migration/apply-command.ts';
import type { CommandKind } from '../../../../shared/domain/migration/command.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { AT, givenMigration, MINUTE } from '../../../support/migration.ts';

function after(kind: CommandKind, overrides: Partial<Migration>): Migration {
  const command = { id: 'c-1', kind, reason: 'a test', by: 'Ada', at: AT };
  return applyCommand(givenMigration({ commands: [command], ...overrides }), command, undefined, AT + MINUTE).migration;
}

test.each([
  ['the pause of an error', { because: 'a', by: 'image-steward', at: AT, code: 'NOT_WELL_AFTER' }, 'NOT_WELL_AFTER'],
  ['the pause of a person', { because: 'a', by: 'Ada', at: AT }, undefined],
])('a person who says resume has read %s', (_, pause, resumedFrom) => {
  const resumed = after('resume', { status: 'paused', step: 'validate', resumedFrom: 'ALERT_OPEN', pause });
  expect([resumed.status, resumed.resumedAt, resumed.resumedFrom]).toEqual(['running', AT + MINUTE, resumedFrom]);
});

test('who turns a migration round has said nothing of what comes on the other way', () => {
  const turned = after('roll-back', { route: 'pool-replacement', step: 'validate', resumedFrom: 'NOT_WELL_AFTER' });
  expect([turned.direction, turned.resumedFrom]).toEqual(['back', undefined]);
});
