import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { givenStoryMigration, STORY_ID } from '../support/migration-story.ts';
import { givenMigrations, type Written } from '../web/support/given-migrations.ts';
import { type Served, serve } from '../web/support/serve.ts';
import { steward } from './run-steward.ts';

const UNWATCHED = 'm-unwatched';

let served: Served;
let written: Written[];

beforeAll(async () => {
  const given = await givenMigrations([givenStoryMigration(), givenStoryMigration({ id: UNWATCHED })]);
  written = given.written;
  served = await serve(API_ROUTES, given.behind);
});
afterAll(() => served.close());

const run = (...args: string[]) => steward(args, { env: { STEWARD_APP: served.url, COLUMNS: '110' } });

describe('what is shown', () => {
  test('the question first, then every rule with value, threshold and chart; exit 2 while something is wrong', async () => {
    const { stdout, code } = await run('alert', STORY_ID);
    expect(code).toBe(2);
    for (const said of [
      '== shop-prod: alerts of m-0123456789ab, breached',
      'Recommendation: waits for an answer, for 4 min',
      'Can be rolled back, until 2026-11-20 13:00 UTC (in 5 h)',
      'Deployment shop/cart, owner: team-checkout',
      '2026-11-20 07:04 UTC: Draining begins with aks-apps-000000.',
      'roll-back (proposed): Move the workloads back',
      `steward answer ${STORY_ID} hold-and-fix --reason "..."`,
      'Pods without a node: breached, for 10 min',
      'now: 3 pods; more than 0 is too much',
      'last 30 min: ·····▁▁▁▁▁▁▁▁▁▁▁▁▁▁▃▃▃▃▃██████ highest 3, · is a minute that nobody saw',
      'not counted: Pod shop/cart-old is pending',
      'DaemonSet pods that fail: unknown, for 1 min',
      'Failed requests: not watched',
      'Nobody looked in 7 of the last 60 minutes; what happened in them is not known.',
    ]) {
      expect(stdout).toContain(said);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('as JSON it is what the API answers', async () => {
    const { stdout } = await run('alert', STORY_ID, '--format', 'json');
    const answer = await fetch(`${served.url}/api/migrations/${STORY_ID}/alert`);
    expect(JSON.parse(stdout)).toEqual(await answer.json());
  });

  test('that nobody has looked is no good news: it is said, and the exit code is 1', async () => {
    const { stderr, code } = await run('alert', UNWATCHED);
    expect([code, stderr.split(':')[1]]).toEqual([1, ' ALERT_NOT_FOUND']);
  });
});

describe('an answer', () => {
  test('is given to the present version, and says what follows from it', async () => {
    const { stdout, code } = await run('answer', STORY_ID, 'roll-back', '--reason', 'carts fail', '--as', 'Grace');
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'Taken: roll back, for shop-prod: 3 pods have waited for a node longer than 2 minutes.',
        'Move the workloads back under their budgets and put everything back as it was found.',
        'The source pool and its nodes are there. Pods move once more, under their budgets, one node at a time.',
        '',
      ],
    ]);
    expect(written.at(-1)).toEqual({
      kind: 'answer',
      id: STORY_ID,
      what: { version: 2, choice: 'roll-back', reason: 'carts fail' },
      by: { id: 'Grace', name: 'Grace' },
    });
  });

  test('that is none of the choices, or has no reason, is not sent', async () => {
    const before = written.length;
    const [choice, reason] = await Promise.all([
      run('answer', STORY_ID, 'rollback', '--reason', 'carts fail'),
      run('answer', STORY_ID, 'continue', '--reason', 'x'),
    ]);
    expect(choice.stderr).toContain('Allowed choices are roll-back, hold-and-fix, continue, false-alarm.');
    expect([choice.code, reason.code, reason.stderr.split(':')[1]]).toEqual([1, 1, ' CLI_COMMAND']);
    expect(written).toHaveLength(before);
  });
});

test('on-call test tells channel by channel what came of it; exit 1 when one did not take it', async () => {
  const { stdout, code } = await run('on-call', 'test', '--as', 'Grace');
  expect([code, stdout.split('\n')]).toEqual([
    1,
    [
      'Test on-call-test-1, channel by channel in the order in which they are tried:',
      '  pagerduty: took it',
      '  webhook: could not be reached: it answered 503',
      '',
    ],
  ]);
});
