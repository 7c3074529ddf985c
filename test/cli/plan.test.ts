import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { PlanView } from '../../shared/app/plan-views.ts';
import { planView } from '../../shared/app/read/plans.ts';
import type { MigrationPlan } from '../../shared/domain/plan/migration-plan.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../support/plan.ts';
import { steward } from './run-steward.ts';
import { givenApp } from './source/given-app.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steward-plan-'));
});
afterAll(() => rm(folder, { recursive: true }));

const Plans = z.object({ plans: z.array(PlanView) });
const viewOf = (plan: MigrationPlan) => planView({ plan, firstSavedAt: 1, savedAt: 1 }, true, '2026-11-20');

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('plan --simulated: the same fleet gives the same plan, and without a look into clusters another one', async () => {
  const run = async (name: string, ...more: string[]) => {
    const path = join(folder, name);
    const ended = await steward(['plan', '--simulated', '--format', 'json', '--output', path, ...more], {
      cwd: folder,
    });
    expect(ended.code).toBe(0);
    return path;
  };
  const [one, two, blind] = await Promise.all([run('1.json'), run('2.json'), run('3.json', '--no-inspect')]);
  const [plan] = Plans.parse(JSON.parse(await readFile(one, 'utf8'))).plans;
  expect(plan?.waves[0]?.clusters).toHaveLength(1);

  const same = await steward(['plan', 'diff', one, two]);
  expect(same).toMatchObject({ code: 0, stdout: `whole fleet: the same plan, ${plan?.id}.\n` });
  const other = await steward(['plan', 'diff', one, blind]);
  expect(other.stdout).toMatch(/^== whole fleet: [0-9a-f]{12} to [0-9a-f]{12}\n {2}- /);
});

test('plan --simulated: one cluster, its runbook, and a cluster that is not there', async () => {
  const args = ['plan', '--simulated', '--no-inspect', '--cluster'];
  const [table, runbook, none] = await Promise.all([
    steward([...args, 'aks-payments-weu'], { cwd: folder }),
    steward([...args, 'aks-payments-weu', '--format', 'md'], { cwd: folder }),
    steward([...args, 'aks-nowhere'], { cwd: folder }),
  ]);
  expect(table.code).toBe(0);
  expect(table.stdout).toContain('aks-payments-weu / ledger');
  expect(table.stdout).not.toContain('aks-search-neu');
  expect(Math.max(...table.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(runbook.stdout.startsWith('# Runbook of plan ')).toBe(true);
  expect(runbook.stdout).not.toContain('aks-search-neu');
  expect(none.code).toBe(1);
  expect(none.stderr).toContain('CLI_PLAN: no plan has a cluster aks-nowhere');
});

test('planning.json in the folder of --policy is planned by, and a wrong one is refused with its place', async () => {
  const policy = await mkdtemp(join(folder, 'policy-'));
  await writeFile(join(policy, 'planning.json'), '{"freeze": {"reason": "audit"}}');
  const args = ['plan', '--simulated', '--no-inspect', '--policy', policy];
  const frozen = await steward(args, { cwd: folder });
  expect(frozen.stdout).toContain('without a window so far');
  expect(frozen.stdout).toContain('audit');
  await writeFile(join(policy, 'planning.json'), '{"noticeDays": "soon"}');
  const wrong = await steward(args, { cwd: folder });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('PLANNING_UNREADABLE: planning.json: noticeDays: ');
});

test('with --app the plans of the deployed app are shown, by wave and as runbook', async () => {
  const plan = viewOf(givenPlan());
  const { firstProposedAt, id, hash, scope, feasible, minutes } = plan;
  const summary = {
    id,
    hash,
    scope,
    feasible,
    waves: 1,
    clusters: 1,
    pools: 1,
    held: 0,
    minutes,
    cost: plan.cost.total,
    firstProposedAt,
  };
  const coverage = {
    whole: true,
    sweepId: 's-1',
    startedAt: '2026-11-20T07:00:00.000Z',
    subscriptionsExpected: 1,
    subscriptionsSeen: 1,
    clustersSeen: 1,
    poolsSeen: 1,
    notSeen: [],
  };
  const at = '2026-11-20T08:00:00.000Z';
  const list = { coverage, proposedAt: at, checkedAt: at, plannedFrom: at, whole: true, plans: [summary], changes: [] };
  const app = await givenApp(({ url }) => {
    if (url === '/api/plans') return { status: 200, body: list };
    if (url.includes('/runbook'))
      return { status: 200, body: '# Runbook', headers: { 'content-type': 'text/markdown' } };
    return { status: 200, body: { ...plan, narrowedTo: { wave: 1 } } };
  });
  const env = { STEWARD_APP_KEY: 'key' };
  const table = await steward(['plan', '--app', app.url, '--wave', '1'], { env });
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toContain('payments / apps');
  const runbook = await steward(['plan', '--app', app.url, '--wave', '1', '--format', 'md'], { env });
  expect(runbook.stdout).toBe('# Runbook\n');
  expect(app.requests.map(({ url, key }) => `${key} ${url}`)).toEqual([
    'key /api/plans',
    `key /api/plans/${id}?wave=1`,
    'key /api/plans',
    `key /api/plans/${id}?wave=1`,
    `key /api/plans/${id}/runbook?wave=1`,
  ]);
});

test('plan diff: two plans, by file or by hash, and plans that come and go', async () => {
  const before = givenPlan('a');
  const after = givenPlan('b', {
    waves: [givenWave({ clusters: [givenClusterPlan({ steps: [givenStep({ strategy: 'pool-replacement' })] })] })],
  });
  const app = await givenApp(() => ({ status: 200, body: viewOf(after) }));
  const one = await file('one.json', viewOf(before));
  const byHash = await steward(['plan', 'diff', one, 'b'.repeat(12), '--app', app.url]);
  expect(byHash.code).toBe(0);
  expect(byHash.stdout).toContain('payments/apps: the way changed from image upgrade in place to pool replacement');

  const grouped = (digit: string, group: string) => viewOf(givenPlan(digit, { scope: { group, part: 1, parts: 1 } }));
  const monday = await file('monday.json', { plans: [grouped('c', 'shop'), grouped('d', 'data')] });
  const tuesday = await file('tuesday.json', { plans: [grouped('c', 'shop'), grouped('e', 'edge')] });
  const { stdout } = await steward(['plan', 'diff', monday, tuesday]);
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
    'shop: the same plan, cccccccccccc.',
    'edge: new plan eeeeeeeeeeee.',
    'data: plan dddddddddddd is gone.',
  ]);
});

test('plan diff refuses what is no plan, a part of one, and a hash without an app', async () => {
  const whole = await file('whole.json', viewOf(givenPlan('a')));
  const part = await file('part.json', { ...viewOf(givenPlan('a')), narrowedTo: { wave: 1 } });
  const text = await file('text.json', 'no plan');
  const cases = [
    [part, 'holds a part of a plan'],
    [text, 'holds no plan'],
    ['a'.repeat(12), 'needs --app'],
    ['nowhere.json', 'could not be read: ENOENT'],
  ] as const;
  for (const [place, said] of cases) {
    const { code, stderr } = await steward(['plan', 'diff', whole, place]);
    expect([code, stderr.includes(said)]).toEqual([1, true]);
  }
});
