import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endEverything } from '../../cli/cleanup.ts';
import { startSimulator } from '../../cli/source/simulator.ts';
import { FindingsPage, SweepView } from '../../shared/app/views.ts';
import { steward } from '../cli/run-steward.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steward-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

const shop = '10000000-0000-4000-8000-000000000001';
const legacy = '20000000-0000-4000-8000-000000000002';

async function givenFleetFile(name: string, fleet: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(fleet));
  return file;
}

test('sweep --simulated shows the demo fleet, and --fail-on ends with 2', async () => {
  const { code, stdout } = await steward(['sweep', '--simulated', '--fail-on', 'critical'], { cwd: folder });
  expect(code).toBe(2);
  expect(stdout).toMatch(/^Sweep of 2026-11-20 08:0\d UTC: 3 subscriptions, 12 clusters, \d+ node pools\.\n/);
  expect(stdout).toMatch(/\n1 +CRITICAL +images-removed +/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(stdout).not.toContain('\u001b');
});

test('json is what the HTTP API answers, and a filter on one subscription sweeps only that one', async () => {
  const { code, stdout } = await steward(
    ['findings', '--simulated', '--subscription', shop, '--severity', 'high', '--format', 'json'],
    { cwd: folder },
  );
  const { coverage, total, findings } = FindingsPage.parse(JSON.parse(stdout));
  expect(code).toBe(0);
  expect(coverage).toMatchObject({ whole: true, subscriptionsExpected: 1, subscriptionsSeen: 1 });
  expect(findings).toHaveLength(total);
  expect(new Set(findings.map(({ subscriptionId, severity }) => `${subscriptionId} ${severity}`))).toEqual(
    new Set([`${shop} high`]),
  );
});

test('html goes to a file, in one piece', async () => {
  const file = join(folder, 'fleet.html');
  const { code, stdout } = await steward(['sweep', '--simulated', '--format', 'html', '--output', file], {
    cwd: folder,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(await readFile(file, 'utf8')).toMatch(
    /^<!doctype html>[\s\S]*<h1>Image Steward: fleet sweep<\/h1>[\s\S]*<\/html>\n$/,
  );
});

test('a subscription that may not be read makes the sweep partial, in every format', async () => {
  const fleet = await givenFleetFile('partial.json', {
    version: 1,
    name: 'partial',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      { id: shop, name: 'Shop', clusters: [] },
      { id: legacy, name: 'Legacy \u001b[31m', readable: false, clusters: [] },
    ],
  });
  const table = await steward(['sweep', '--simulated', fleet], { cwd: folder });
  expect(table.stdout).toContain(
    'PARTIAL SWEEP: 1 of 2 subscriptions could not be seen. This is not the whole fleet.\n',
  );
  expect(table.stdout).toContain('  - Legacy <U+001B>[31m: forbidden since 2026-11-20 08:0');

  const json = await steward(['sweep', '--simulated', fleet, '--format', 'json'], { cwd: folder });
  const { coverage } = SweepView.parse(JSON.parse(json.stdout));
  expect(coverage).toMatchObject({
    whole: false,
    subscriptionsExpected: 2,
    subscriptionsSeen: 1,
    notSeen: [{ subscriptionId: legacy, reason: 'forbidden' }],
  });
  expect(json.stderr).toContain('steward: PARTIAL SWEEP: 1 of 2 subscriptions could not be seen.');

  const gate = await steward(['sweep', '--simulated', fleet, '--fail-on', 'low', '--format', 'csv'], { cwd: folder });
  expect(gate.code).toBe(1);
  expect(gate.stderr).toContain('steward: CLI_PARTIAL: ');
});

test('a fleet file that is wrong is refused with the path of what is wrong', async () => {
  const file = await givenFleetFile('wrong.json', { version: 1, name: 'x', now: 'today', subscriptions: [] });
  const { code, stdout, stderr } = await steward(['sweep', '--simulated', file], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  // On a slow machine it is said first that the fleet starts.
  expect(stderr).toMatch(
    /^(Starting the simulated fleet\n)?steward: CLI_SIMULATOR: the simulated fleet did not start: .*\$\.now: must be a moment in UTC/,
  );
});

test('an exemption from a local file is shown, marks its findings, and does not count for --fail-on', async () => {
  const until = '2026-12-31';
  const id = `/subscriptions/${shop}`;
  await writeFile(
    join(folder, 'mine.json'),
    JSON.stringify({
      exemptions: [
        {
          id: 'x-1',
          scope: id,
          ruleId: '*',
          owner: 'dana',
          reason: 'moved next week',
          until,
          createdAt: 0,
          createdBy: 'dana',
        },
      ],
    }),
  );
  const args = ['findings', '--simulated', '--subscription', shop, '--exemptions', join(folder, 'mine.json')];
  const { code, stdout } = await steward([...args, '--fail-on', 'low', '--limit', '1'], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain(' (exempted) ');
  expect(stdout).toContain('Exempted until 2026-12-31 by dana: moved next week.');
});

test('the simulator ends with whoever started it', async () => {
  const { pid } = await startSimulator([]);
  expect(isRunning(pid)).toBe(true);
  await endEverything();
  expect(isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
