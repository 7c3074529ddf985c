import { afterEach, expect, test } from 'vitest';
import { openDelegations } from '../../cli/source/delegations.ts';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { givenApp } from '../app/given-app.ts';
import { givenSignedPlan } from '../app/migration/given-plan.ts';
import { ADA, CEM } from '../app/sign-off/given-people.ts';
import { type Served, serve } from '../web/support/serve.ts';
import { steward } from './run-steward.ts';

const PLAN = 'a'.repeat(12);
const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function given() {
  const { fleet, parts } = givenApp();
  const config = { HTTP_AUTH: 'open' as const };
  const served = await serve(API_ROUTES, {
    running: async () => ({ fleet, clock: parts.clock, config }),
    failed: (error) => expect.unreachable(String(error)),
  });
  open.push(served);
  const run = (...args: string[]) => steward(args, { env: { STEWARD_APP: served.url, COLUMNS: '120' } });
  return { parts, run, url: served.url };
}

test('a plan is started, and why nothing began is said; a late sign-off is told so', async () => {
  const { parts, run } = await given();
  await givenSignedPlan(parts);
  const begun = await run('start', PLAN, '--as', 'Ben');
  expect([begun.code, begun.stdout]).toEqual([0, expect.stringMatching(/^Begun: m-[0-9a-f]{16}, shop\/apps\n$/)]);
  const [again, signed] = await Promise.all([
    run('start', PLAN, '--as', 'Ben'),
    run('sign-off', PLAN, '--role', 'platform', '--as', 'Ada'),
  ]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('START_REFUSED: All of it was begun')]);
  expect(signed.stdout).toContain('This sign-off came late: the first window opened at 2026-11-20 07:00 UTC');
});

test('who lists the sign-offs reads what a late one is too late for, above the list', async () => {
  const { parts, run } = await given();
  await givenSignedPlan(parts);
  const { stdout } = await run('sign-offs', PLAN);
  const [above, list] = stdout.split('\n\n');
  expect(above?.split('\n').slice(1)).toEqual([
    'Ada: This sign-off came late: the first window opened at 2026-11-20 07:00 UTC; no later one is planned: ' +
      'what does not begin in it is planned anew, and needs new sign-offs.',
  ]);
  expect(list).toContain('approve, late');
});

test('delegations are listed; what is mistyped is named; where nobody signs in none can be given', async () => {
  const { parts, run, url } = await given();
  await parts.delegations.save({ id: 'd-1', from: ADA, to: CEM, role: 'platform', begins: 0, ends: 1, givenAt: 0 });
  const give = ['delegations', 'give', '--role', 'platform', '--name', 'Cem', '--until', '2026-12-31'];
  const [listed, mistyped, unsigned] = await Promise.all([
    run('delegations', 'list', '--format', 'csv'),
    run(...give, '--to', 'cem'),
    run(...give, '--to', CEM.id, '--as', 'Ada'),
  ]);
  expect(listed.stdout.split('\n')[1]).toBe(
    'd-1,Ada,Cem,platform,1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.001Z,ended',
  );
  expect(mistyped.stderr).toContain('CLI_DELEGATION: --to cannot be used');
  expect(unsigned.stderr).toContain('DELEGATION_REFUSED');
  await expect(openDelegations({ app: url }).end('none')).rejects.toMatchObject({ code: 'DELEGATION_NOT_FOUND' });
});
