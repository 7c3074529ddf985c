import { expect, test } from 'vitest';
import { announceMigrations } from '../../../shared/app/announce-migrations.ts';
import type { MigrationNews } from '../../../shared/domain/announce/migration-news.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { AT, givenMigration, HOUR } from '../../support/migration.ts';
import { Mortal } from '../alerts/given-mortal.ts';
import { type GivenApp, givenApp } from '../given-app.ts';

const DAY = 24 * HOUR;
const NAMES = ['migrationNews', 'migrations', 'evidence', 'watches', 'sender'] as const;

function news(app: GivenApp): MigrationNews[] {
  return app.announced().flatMap((one) => (one.kind === 'migration-news' ? [one] : []));
}

async function put(app: GivenApp, overrides: Partial<Migration>): Promise<void> {
  const migration = givenMigration(overrides);
  const found = await app.parts.migrations.find(migration.id);
  if (found?.kind === 'migration') await app.parts.migrations.save(migration, found.etag);
  else await app.parts.migrations.create(migration);
}

async function look(app: GivenApp, at: number): Promise<void> {
  app.world.now = at;
  await announceMigrations(app.parts);
  await app.drain();
}

/** A migration from its beginning at nine in the morning to the end of its watch. */
const STORY: readonly (readonly [at: number, overrides: Partial<Migration>])[] = [
  [AT, {}],
  [
    AT + HOUR,
    { route: 'pool-replacement', step: 'drain-source', drain: { done: ['n1', 'n2'], stuck: [], evicted: 9 } },
  ],
  [AT + 2 * HOUR, { route: 'pool-replacement', step: 'watch', stepSince: AT + 2 * HOUR }],
  [AT + 2 * HOUR + DAY, { status: 'completed', step: 'close', endedAt: AT + 2 * HOUR + DAY }],
];

test('a migration is told from its beginning to the end of its watch, each word once', async () => {
  const app = givenApp();
  for (const [at, overrides] of STORY) {
    await put(app, overrides);
    await look(app, at);
    await look(app, at + 15 * 60_000);
  }
  expect(news(app).map(({ what, late }) => [what, late])).toEqual([
    ['started', false],
    ['progress', false],
    ['ended', false],
    // Nobody looked at its health.
    ['not-clear', false],
  ]);
});

test('whoever dies at any call, before or after it took effect, each word is told once', async () => {
  let died = 0;
  for (const moment of ['before', 'after'] as const) {
    for (let call = 1; call <= 12; call += 1) {
      const app = givenApp();
      for (const [at, overrides] of STORY) {
        await put(app, overrides);
        app.world.now = at;
        const mortal = new Mortal(call, moment);
        await announceMigrations(mortal.ports(app.parts, NAMES)).catch((error: unknown) => {
          if (!mortal.died) throw error;
          died += 1;
        });
        await app.drain();
        await look(app, at + 15 * 60_000);
      }
      expect(news(app).map(({ what }) => what)).toEqual(['started', 'progress', 'ended', 'not-clear']);
    }
  }
  expect(died).toBeGreaterThan(40);
});

test('what began and ended while nobody looked is found among the newest, however many there are', async () => {
  const app = givenApp();
  for (let number = 0; number < 150; number += 1) {
    const made = { id: `m-${number}`, clusterId: `/c/${number}`, createdAt: AT + number };
    await put(app, { ...made, status: 'completed', step: 'close', endedAt: AT + number });
    await put(app, { ...made, id: `dry-${number}`, dryRun: true, status: 'completed', step: 'close', endedAt: AT });
  }
  await look(app, AT + HOUR);
  await look(app, AT + 2 * HOUR);
  expect(news(app)).toHaveLength(150);
});

test('at night in Tokyo nothing is told, and in the morning one word', async () => {
  const app = givenApp();
  const night = Date.parse('2026-11-20T15:30:00Z');
  await put(app, { region: 'japaneast', createdAt: night });
  await look(app, night);
  await put(app, { region: 'japaneast', createdAt: night, step: 'watch', stepSince: night + HOUR });
  for (let at = night + HOUR; at < Date.parse('2026-11-20T23:00:00Z'); at += HOUR) await look(app, at);
  expect(news(app)).toEqual([]);
  await look(app, Date.parse('2026-11-20T23:00:00Z'));
  expect(news(app)).toMatchObject([
    { what: 'ended', late: true, timeZone: 'Asia/Tokyo', startedAt: night, endedAt: night + HOUR },
  ]);
});

test('what was said is remembered for 60 days, and what ended longer ago is not told again', async () => {
  const app = givenApp();
  await put(app, { status: 'aborted', endedAt: AT });
  await look(app, AT);
  await look(app, AT + 60 * DAY - 1);
  expect(await app.parts.migrationNews.list()).toHaveLength(1);
  await look(app, AT + 60 * DAY);
  expect(await app.parts.migrationNews.list()).toEqual([]);
  await look(app, AT + 61 * DAY);
  expect([news(app).length, await app.parts.migrationNews.list()]).toEqual([1, []]);
});

test('of a dry run nothing is remembered, and what there is of one is forgotten', async () => {
  const app = givenApp();
  const dry = { dryRun: true, route: 'pool-replacement', step: 'hold' } as const;
  await put(app, dry);
  await look(app, AT);
  expect(await app.parts.migrationNews.list()).toEqual([]);
  const { id: migrationId } = givenMigration();
  const none = { settled: [], toSend: [], notes: [], dropped: 0 };
  await app.parts.migrationNews.save({ format: 1, migrationId, halfAt: AT, ...none }, undefined);
  await put(app, { ...dry, status: 'completed', step: 'close', endedAt: AT + HOUR });
  await look(app, AT + HOUR);
  expect((await app.parts.migrationNews.list()).map(({ record }) => record)).toEqual([
    { format: 1, migrationId, halfAt: AT, overAt: AT + HOUR, ...none },
  ]);
  await look(app, AT + HOUR + 60 * DAY);
  expect([news(app), await app.parts.migrationNews.list()]).toEqual([[], []]);
});

test('what nobody could be told for three days leaves a note', async () => {
  const app = givenApp();
  await put(app, { status: 'aborted', endedAt: AT });
  await look(app, AT + 3 * DAY);
  expect(news(app)).toEqual([]);
  expect((await app.parts.migrationNews.list()).map(({ record }) => record.notes)).toEqual([
    [{ word: 'turned', at: AT + 3 * DAY, why: 'It ended so long ago that it is no news any more.' }],
  ]);
});
