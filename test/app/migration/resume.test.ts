import { expect, test } from 'vitest';
import { resumeOverdue } from '../../../shared/app/resume-overdue.ts';
import type { Command } from '../../../shared/domain/migration/command.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { OutgoingMessage } from '../../../shared/ports/message-sender.ts';
import { NOW } from '../../support/fleet.ts';
import { givenMigration } from '../../support/migration.ts';
import { givenApp } from '../given-app.ts';

function given() {
  const app = givenApp();
  const sent: OutgoingMessage[] = [];
  const sender = { send: async (_: string, messages: readonly OutgoingMessage[]) => void sent.push(...messages) };
  return { ...app, parts: { ...app.parts, sender }, sent };
}

const COMMAND: Command = { id: 'c-1', kind: 'pause', by: 'Ada', at: NOW, reason: 'a test' };

test('a pass that is more than two minutes late is sent again, once a minute; one that is less late is not', async () => {
  const { parts, world, sent } = given();
  await parts.migrations.create(givenMigration({ id: 'm-1', nextPassAt: NOW, passes: 7 }));
  world.now = NOW + 120_000;
  await resumeOverdue(parts);
  expect(sent).toEqual([]);
  world.now = NOW + 120_001;
  await resumeOverdue(parts);
  await resumeOverdue(parts);
  world.now += 60_000;
  await resumeOverdue(parts);
  expect(sent.map(({ body }) => body)).toEqual(
    Array.from({ length: 3 }, () => ({ migrationId: 'm-1', clusterId: givenMigration().clusterId, pass: 7 })),
  );
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  expect(new Set(sent.map(({ sessionId }) => sessionId)).size).toBe(1);
});

test('a command that was not taken for two minutes has a pass sent, however far away the next one is', async () => {
  const { parts, world, sent } = given();
  await parts.migrations.create(givenMigration({ id: 'm-1', nextPassAt: NOW + 3_600_000, commands: [COMMAND] }));
  world.now = NOW + 120_001;
  await resumeOverdue(parts);
  expect(sent).toHaveLength(1);
});

test.each([
  [2, 0],
  [2.001, 1],
])(
  'a next pass %d hours away is sent for %d times: nothing waits longer, so a clock was wrong',
  async (hours, times) => {
    const { parts, sent } = given();
    await parts.migrations.create(givenMigration({ id: 'm-1', nextPassAt: NOW + hours * 3_600_000 }));
    await resumeOverdue(parts);
    expect(sent.map(({ notBefore }) => notBefore)).toEqual(Array.from({ length: times }, () => NOW));
  },
);

test('ended migrations are left alone', async () => {
  const { parts, world, sent } = given();
  await parts.migrations.create(givenMigration({ id: 'm-1', nextPassAt: NOW, status: 'aborted' }));
  world.now = NOW + 3_600_000;
  await resumeOverdue(parts);
  expect(sent).toEqual([]);
});

test('a record that cannot be read is a finding about ourselves until it can; nothing is sent for it, and the others are', async () => {
  const { parts, world, sent } = given();
  await parts.migrations.create({ ...givenMigration({ id: 'm-later' }), format: 2 } as unknown as Migration);
  await parts.migrations.create(givenMigration({ id: 'm-1', nextPassAt: NOW }));
  world.now = NOW + 600_000;
  await resumeOverdue(parts);
  expect(sent.map(({ body }) => (body as { migrationId: string }).migrationId)).toEqual(['m-1']);
  expect(await parts.ownFindings.list()).toEqual([
    {
      id: 'migration-record/m-later',
      code: 'MIGRATION_UNREADABLE',
      what: 'The record of migration m-later cannot be read: The record has the form 2; this version reads the form 1. Nothing is done for it, and nothing else begins on its cluster.',
      nextAction: expect.any(String),
      since: world.now,
      lastSeen: world.now,
    },
  ]);
  await resumeOverdue({ ...parts, migrations: givenApp().parts.migrations });
  expect(await parts.ownFindings.list()).toEqual([]);
});
