import { expect, test } from 'vitest';
import { evaluateAlert } from '../../../shared/app/alerts/evaluate-alert.ts';
import { announceMigrations } from '../../../shared/app/announce-migrations.ts';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import { watchEnds } from '../../../shared/domain/migration/steps/watch.ts';
import { ADA, givenWatching, notReady, type Watching } from '../../support/alerts/given-watched.ts';
import { AT, CLUSTER_ID, HOUR, MINUTE } from '../../support/migration.ts';

const BROKEN = AT + 5 * HOUR;

/** From the last validation to the end of the watch, looked at by the real evaluator; a node may break for two minutes. */
async function watchedDay(breaks: boolean): Promise<Watching> {
  const watching = await givenWatching({ step: 'validate-after', stepSince: AT, nextPassAt: AT });
  const { world, parts } = watching;
  world.decisions['validate-after'] = { kind: 'wait', because: 'A moment.', againSeconds: 60 };
  await watching.until(AT + 2 * MINUTE);
  world.decisions['validate-after'] = { kind: 'done', because: 'It is well.' };
  world.decisions.watch = { kind: 'wait', because: 'It is watched.', againSeconds: 600 };
  await watching.until(AT + 5 * MINUTE);
  const { id, stepSince } = await watching.migration();
  const ends = watchEnds(stepSince);
  watching.show((now) => (breaks && now >= BROKEN && now < BROKEN + 2 * MINUTE ? { nodes: notReady() } : {}));
  while (world.now < ends - 4 * MINUTE) {
    world.now += 2 * MINUTE;
    await evaluateAlert(parts, { clusterId: CLUSTER_ID, askedAt: world.now });
    if (world.now < BROKEN + HOUR) await watching.settle();
  }
  if (breaks) await commandMigration(parts, id, { kind: 'resume', reason: 'It was a reboot.' }, ADA);
  await watching.until(ends - 1);
  world.decisions.watch = { kind: 'done', because: 'It was watched.' };
  world.decisions.close = { kind: 'done', because: 'Everything is done.' };
  await watching.until(ends + 15 * MINUTE);
  expect((await watching.migration()).status).toBe('completed');
  await announceMigrations(parts);
  await watching.settle();
  return watching;
}

const told = ({ announced }: Watching) =>
  announced.flatMap((one) => (one.kind === 'migration-news' ? [{ what: one.what, notes: one.notes }] : []));

test('a day that was looked at all the time and in which nothing broke is clear', async () => {
  const [news] = told(await watchedDay(false));
  expect(news?.what).toBe('all-clear');
  expect(news?.notes.slice(0, 2)).toEqual(['Not watched: error-rate.', expect.stringMatching(/^It began at/)]);
});

test('a node that was not Ready for two minutes is told, and the day is not called clear', async () => {
  const [news] = told(await watchedDay(true));
  expect(news?.what).toBe('not-clear');
  expect(news?.notes.join('\n')).toMatch(/image-steward\/alerts paused it: .*not Ready/);
  expect(news?.notes.join('\n')).toMatch(/The rule node-not-ready has been well only since 2026-11-20 13:0/);
});
