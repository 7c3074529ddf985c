import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFreeze } from '../../cli/source/freeze.ts';
import { type MigrationSource, openMigrations } from '../../cli/source/migrations.ts';
import { nearIds } from '../../cli/source/near-ids.ts';
import type { EvidenceFile, MigrationView } from '../../shared/app/migration-views.ts';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { givenStoryMigration, STORY_ID } from '../support/migration-story.ts';
import { givenMigrations, PLAN_ID, STUCK_POD, type Written } from '../web/support/given-migrations.ts';
import { type Served, serve } from '../web/support/serve.ts';
import { steward } from './run-steward.ts';

let served: Served;
let written: Written[];
let folder: string;

beforeAll(async () => {
  const given = await givenMigrations([
    givenStoryMigration(),
    givenStoryMigration({ id: 'm-gone', status: 'completed' }),
  ]);
  written = given.written;
  served = await serve(API_ROUTES, given.behind);
  folder = await mkdtemp(join(tmpdir(), 'steward-'));
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => steward(args, { env: { STEWARD_APP: served.url, COLUMNS: '110' } });
const source = (): MigrationSource => openMigrations({ app: served.url });

describe('what is shown', () => {
  test('migrations under way, one line each; those that have ended with --all', async () => {
    const [open, all] = await Promise.all([run('migrations'), run('migrations', '--all', '--format', 'csv')]);
    expect(open.stdout).toContain(STORY_ID);
    expect(open.stdout).not.toContain('m-gone');
    expect(all.stdout).toContain('m-gone,shop-prod,apps,completed,drain-source,over,');
  });

  test('one migration: nodes, the stuck pod with its arithmetic, and what each command leaves', async () => {
    const { stdout, code } = await run('migration', STORY_ID);
    expect(code).toBe(0);
    for (const said of [
      'shop-prod, pool apps: running',
      'It waits: Pod shop/cart-6f7d8c9b5-x2x9z may not leave yet',
      'PodDisruptionBudget shop/cart: 3 expected, 2 healthy, 2 must stay: 0 may go',
      'kubectl scale deployment/cart --namespace shop --replicas 4',
      'owner: team-checkout (Deployment shop/cart)',
      'Deployment shop/cart goes back to 3 replicas (4 for now).',
    ]) {
      expect(stdout).toContain(said);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('watched where there is no terminal: what is new, line by line, until it has ended', async () => {
    const { stdout, code } = await run('migration', 'm-gone', '--watch');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').at(-1)).toBe('m-gone shop-prod, pool apps: completed');
  });
});

describe('what is told', () => {
  test('a rollback is sent with its reason and its person, and says what it leaves', async () => {
    const { stdout, code } = await run('rollback', STORY_ID, '--reason', 'carts fail', '--as', 'Grace');
    expect([code, stdout]).toEqual([0, `Taken: ${STORY_ID} rolls back at its next pass. Nothing is open.\n`]);
    expect(written.at(-1)).toEqual({
      kind: 'command',
      id: STORY_ID,
      what: { kind: 'roll-back', reason: 'carts fail' },
      by: { id: 'Grace', name: 'Grace' },
    });
  });

  test('a rollback that deletes the target says that it waits for a second person', async () => {
    const { stdout, code } = await run(
      'rollback',
      STORY_ID,
      '--reason',
      'carts fail',
      '--delete-target',
      '--as',
      'Grace',
    );
    expect([code, stdout]).toEqual([0, 'Recorded. Deleting takes two people.\n']);
    expect(written.at(-1)).toMatchObject({ what: { kind: 'roll-back', deleteTarget: true } });
    expect((await run('rollback', '--help')).stdout).toContain('With --delete-target it takes two');
  });

  test('an order that a pod is forced is sent with its reason and its person; one that makes no sense says why', async () => {
    const order = (...more: string[]) => run('order', 'force-eviction', STORY_ID, '--as', 'Grace', ...more);
    const [taken, wrong, short] = await Promise.all([
      order('--pod', STUCK_POD, '--reason', 'it may be down'),
      order('--pod', 'shop/other', '--reason', 'it may be down'),
      order('--pod', STUCK_POD, '--reason', 'no'),
    ]);
    expect([taken.code, taken.stdout]).toEqual([0, 'Recorded. It takes two people.\n']);
    expect(written).toContainEqual({
      kind: 'order',
      id: STORY_ID,
      what: { kind: 'force-eviction', pod: STUCK_POD, reason: 'it may be down' },
      by: { id: 'Grace', name: 'Grace' },
    });
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringContaining('ORDER_REFUSED: Pod shop/other is not stuck.'),
    ]);
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('CLI_COMMAND: --reason cannot be used')]);
  });

  test('a freeze of the fleet is said, kept, and lifted', async () => {
    const says = 'The fleet is frozen by Grace since 2026-11-20 08:00 UTC: the sale is on.';
    const frozen = await run('freeze', '--reason', 'the sale is on', '--as', 'Grace');
    expect([frozen.code, frozen.stdout]).toEqual([
      0,
      `Frozen. ${says} Ways back go on, and a node that is being emptied is finished. "steward unfreeze" lifts it.\n`,
    ]);
    const [state, again, short] = await Promise.all([
      run('freeze'),
      run('freeze', '--reason', 'me too', '--as', 'Ada'),
      run('freeze', '--reason', 'no', '--as', 'Ada'),
    ]);
    expect(state.stdout).toBe(`${says}\n`);
    expect(again.stdout).toBe(`It was frozen already, and that word stands. ${says}\n`);
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('BODY_NOT_UNDERSTOOD: reason: read "no"')]);
    expect((await run('unfreeze', '--reason', 'over')).stdout).toMatch(/^Lifted\. The fleet is not frozen: /);
    expect((await openFreeze({ app: served.url, as: 'Ada' }).unfreeze()).kind).toBe('not-frozen');
  });

  test('a command that makes no sense is passed on with its reason', async () => {
    const { stderr, code } = await run('resume', STORY_ID, '--reason', 'go on', '--as', 'Grace');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'steward: COMMAND_REFUSED: It is not paused. Correct the input and run it again; see docs/errors/COMMAND_REFUSED.md.\n',
    );
  });

  test('a sign-off is recorded; a no without a reason is not sent', async () => {
    const [yes, no] = await Promise.all([
      run('sign-off', PLAN_ID, '--role', 'platform', '--as', 'Ada Lovelace'),
      run('sign-off', PLAN_ID, '--role', 'platform', '--refuse'),
    ]);
    expect(yes.stdout).toBe('Recorded. Awaited: One approval of application is missing.\n');
    expect([no.code, no.stderr.split(':')[1]]).toEqual([1, ' CLI_SIGN_OFF']);
  });

  test('a role that is mistyped is answered with those that there are', async () => {
    const { stderr, code } = await run('sign-off', PLAN_ID, '--role', 'platfrom');
    expect(code).toBe(1);
    expect(stderr).toContain('Allowed choices are platform, application, security, compliance.');
  });
});

describe('ids that are not there', () => {
  test.each([
    ['m-0123456789ac', 'a typo'],
    ['m-0123', 'its beginning'],
    ['apps', 'a word of what it is'],
  ])('%s is answered with the one that may have been meant: %s', async (typed) => {
    await expect(source().one(typed)).rejects.toMatchObject({
      code: 'MIGRATION_NOT_FOUND',
      message: expect.stringContaining(`did you mean ${STORY_ID} (shop-prod, pool apps)`),
    });
  });

  test('nothing near is not guessed at', async () => {
    await expect(source().command('m-zzzzzzzzzzzz', { kind: 'pause', reason: 'why' })).rejects.toMatchObject({
      message: 'there is no migration m-zzzzzzzzzzzz',
    });
    expect(nearIds('m', [{ id: 'm-0123456789ab', label: 'x' }])).toEqual([]);
    expect(nearIds('ab', [])).toEqual([]);
  });

  test('at most three, the likeliest first', () => {
    const known = ['m-aaaa1', 'm-aaaa2', 'm-aaaa3', 'm-aaab'].map((id) => ({ id, label: id }));
    expect(nearIds('m-aaab', known).map(({ id }) => id)).toEqual(['m-aaab', 'm-aaaa1', 'm-aaaa2']);
  });
});

describe('evidence', () => {
  test('is written to a file, and checked without the app; a changed file is broken, and says where', async () => {
    const file = join(folder, 'evidence.json');
    expect((await run('evidence', STORY_ID, '--out', file)).stderr).toContain('steward: 6 entries, the last ');
    const whole = await steward(['verify', file]);
    expect([whole.code, whole.stdout]).toEqual([
      0,
      expect.stringContaining(`Whole: 6 entries of migration ${STORY_ID}`),
    ]);

    const forged = JSON.parse(await readFile(file, 'utf8')) as EvidenceFile;
    const third = forged.entries[2];
    if (third) forged.entries[2] = { ...third, who: 'nobody' };
    await writeFile(file, JSON.stringify(forged));
    const broken = await steward(['verify', file]);
    expect([broken.code, broken.stdout]).toEqual([
      1,
      'Broken at entry 3. Its content does not fit its hash: it was changed.\n',
    ]);
  });

  test('what is no evidence is said to be none, which is not the same as broken', async () => {
    const file = join(folder, 'other.json');
    await writeFile(file, '{"format":"x"}');
    for (const name of [file, join(folder, 'none.json')]) {
      const { code, stderr } = await steward(['verify', name]);
      expect([code, stderr.split(':')[1]]).toEqual([1, ' CLI_EVIDENCE']);
    }
  });
});

test('a name that is not given is the user of this machine, and only on this machine', async () => {
  await source().command(STORY_ID, { kind: 'pause', reason: 'a reason' });
  expect(written.at(-1)?.by.name).not.toBe('');
  const view: MigrationView = await source().one(STORY_ID);
  expect(view.id).toBe(STORY_ID);
});
