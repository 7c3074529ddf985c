import { expect, test } from 'vitest';
import { announce } from '../../../shared/app/announce.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { AT, givenMigration } from '../../support/migration.ts';
import { givenApp } from '../given-app.ts';

const fails = async (): Promise<never> => {
  throw new UpstreamError('UPSTREAM_STORAGE', 'no answer');
};

test.each<[string, (parts: Parts) => Partial<Parts>]>([
  ['planned work', ({ announcements }) => ({ announcements: { ...announcements, list: fails } })],
  ['what retires', ({ digests }) => ({ digests: { ...digests, find: fails } })],
])('where %s cannot be read, migrations are told all the same, and the timer fails', async (_what, broken) => {
  const app = givenApp({ now: AT });
  await app.parts.migrations.create(givenMigration());
  await expect(announce({ ...app.parts, ...broken(app.parts) })).rejects.toMatchObject({ code: 'UPSTREAM_STORAGE' });
  await app.drain();
  expect(app.announced().map(({ kind }) => kind)).toEqual(['migration-news']);
});
