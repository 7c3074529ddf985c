import { expect, test } from 'vitest';
import { lateWriteMs, withLossNoted } from '../../../../shared/domain/migration/late-write.ts';
import type { Write } from '../../../../shared/domain/migration/write.ts';
import { AT, givenMigration, POOL_ID } from '../../../support/migration.ts';

const DELETE: Write = { kind: 'delete-pool', poolId: POOL_ID, etag: '1' };
const DRAIN: Write = { kind: 'drain', node: 'aks-apps-vmss000001', graceSeconds: 60, attentionSeconds: 20 };

function lost(write: Write, lostAt?: number) {
  return givenMigration({
    intent: { write, because: 'It is empty.', at: AT, ...(lostAt === undefined ? {} : { lostAt }) },
  });
}

test('a write that may still be on its way is waited for, two minutes from when its loss was noted', () => {
  expect(lateWriteMs(lost(DELETE), AT)).toBe(120_000);
  expect(lateWriteMs(lost(DELETE, AT), AT + 119_999)).toBe(1);
  expect(lateWriteMs(lost(DELETE, AT), AT + 120_000)).toBe(0);
});

test('a clock that is behind waits no longer than that', () => {
  expect(lateWriteMs(lost(DELETE, AT + 600_000), AT)).toBe(120_000);
});

test('nothing is waited for without an intent, and no drain is', () => {
  expect(lateWriteMs(givenMigration(), AT)).toBe(0);
  expect(lateWriteMs(lost(DRAIN), AT)).toBe(0);
});

test('a loss is noted once', () => {
  const noted = withLossNoted(lost(DELETE), AT + 5);
  expect(noted.intent?.lostAt).toBe(AT + 5);
  expect(withLossNoted(noted, AT + 900)).toEqual(noted);
});
