import { expect, test } from 'vitest';
import { watchMigration } from '../../cli/watch.ts';
import type { MigrationView } from '../../shared/app/migration-views.ts';
import { migrationView } from '../../shared/app/read/migrations.ts';
import { InputError, UpstreamError } from '../../shared/domain/errors.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import { AT } from '../support/migration.ts';
import { givenStoryMigration, STORY_EVIDENCE, STORY_ID } from '../support/migration-story.ts';

function view(overrides: Partial<Migration> = {}, entries = STORY_EVIDENCE): MigrationView {
  return migrationView(givenStoryMigration(overrides, entries), undefined, entries.toReversed(), AT);
}

function given(isTTY: boolean) {
  let text = '';
  const stream = { isTTY, columns: 100, rows: 12, write: (more: string) => (text += more) !== '' };
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => text };
}

/** Answers one after another; an error is thrown. */
function answering(...answers: readonly (MigrationView | Error)[]) {
  const left = [...answers];
  return async () => {
    const next = left.shift();
    if (next instanceof Error || next === undefined) throw next ?? new Error('asked too often');
    return next;
  };
}

const away = new UpstreamError('CLI_APP', 'the app could not be reached');
const DONE = { status: 'completed', endedAt: AT, waiting: undefined } as const;

test('in a log: each new entry once, the state when it changes, and an app that is away for a moment is no end', async () => {
  const { stream, written } = given(false);
  const ask = answering(
    view({}, STORY_EVIDENCE.slice(0, 2)),
    away,
    away,
    view({}, STORY_EVIDENCE.slice(0, 2)),
    view(DONE),
  );
  await watchMigration({ ask, seconds: 0.001, stream });
  const running = `${STORY_ID} shop-prod, pool apps: running, drain-source (8 of 15): Pod shop/cart-6f7d8c9b5-x2x9z may not leave yet: its budget is full.`;
  expect(written().trimEnd().split('\n')).toEqual([
    '2026-11-20T07:00:00.000Z Ada Lovelace: The migration was made of plan p0123456789a.',
    '2026-11-20T07:01:00.000Z image-steward: check is done: nothing stands against it.',
    running,
    'steward: CLI_APP: the app could not be reached',
    running,
    '2026-11-20T07:02:00.000Z image-steward: The target pool appsx1y2 is to be made.',
    '2026-11-20T07:03:00.000Z image-steward: The target pool appsx1y2 is there.',
    '2026-11-20T07:04:00.000Z image-steward: Draining begins with aks-apps-000000.',
    '2026-11-20T07:05:00.000Z Grace Hopper: Pause: "the sale is on".',
    `${STORY_ID} shop-prod, pool apps: completed`,
  ]);
});

test('on a terminal: one screen that is redrawn and never scrolls, and the own screen is given back at the end', async () => {
  const { stream, written } = given(true);
  await watchMigration({ ask: answering(view(), away, view(DONE)), seconds: 0.001, stream });
  const [, , ...screens] = written().split('\u001b[H');
  expect(written().startsWith('\u001b[?1049h')).toBe(true);
  expect(written().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
  expect(screens).toHaveLength(2);
  expect(screens[0]).toContain('steward: CLI_APP: the app could not be reached');
  expect(Math.max(...screens.map((one) => one.split('\n').length))).toBeLessThan(12);
});

test('what will never come right ends the watching', async () => {
  const { stream } = given(false);
  const gone = new InputError('MIGRATION_NOT_FOUND', 'there is no migration m-1');
  await expect(watchMigration({ ask: answering(gone), seconds: 0.001, stream })).rejects.toBe(gone);
});
