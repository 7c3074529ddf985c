import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ImageView } from '../../shared/app/views.ts';
import { exempted, partialCoverage, removed, sweepView, wholeCoverage } from './render/report-fixture.ts';
import { STEWARD, steward } from './run-steward.ts';
import { givenApp } from './source/given-app.ts';

const known = 'AKSUbuntu-2204gen2containerd-202410.27.0';

async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test.each([
  { args: ['--help'], says: 'Exit codes:' },
  { args: ['sweep', '--help'], says: '--simulated [file]' },
  { args: ['findings', '--help'], says: '--no-exempted' },
  { args: ['exempt', 'add', '--help'], says: '--until <day>' },
  { args: ['--version'], says: '0.' },
])('$args answers on stdout and is fine', async ({ args, says }) => {
  const { code, stdout, stderr } = await steward(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(says);
});

test.each([
  { args: ['swep'], says: "steward: unknown command 'swep'\n(Did you mean sweep?)" },
  { args: ['findings', '--severty', 'high'], says: "unknown option '--severty'\n(Did you mean --severity?)" },
  { args: ['sweep', '--format', 'yaml'], says: 'Allowed choices are table, json, csv, html.' },
  { args: ['sweep', '--fail-on', 'awful'], says: 'Allowed choices are critical, high, medium, low.' },
  { args: ['sweep', '--limit', '0'], says: 'It must be a whole number from 1.' },
  { args: ['sweep', '--subscription', 'payments'], says: 'It must be a subscription id' },
  {
    args: ['sweep', '--simulated', '--app', 'https://x'],
    says: "'--simulated [file]' cannot be used with option '--app <url>'",
  },
  {
    args: ['sweep', '--app', 'http://steward.contoso.com'],
    says: 'steward: CLI_APP_URL: --app needs an https address',
  },
  { args: ['sweep', '--simulated', 'nowhere.json'], says: 'steward: CLI_FILE: nowhere.json does not exist.' },
  { args: ['image'], says: "steward: missing required argument 'version'" },
])('$args could not run, and says why in plain words', async ({ args, says }) => {
  const { code, stdout, stderr } = await steward(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('image: json is a list of views, in the order of the command line', async () => {
  const { code, stdout } = await steward(['image', known, 'no-image', known, '--format', 'json']);
  const views = ImageView.array().parse(JSON.parse(stdout));
  expect(code).toBe(0);
  expect(views.map(({ name, kind, date }) => ({ name, kind, date }))).toEqual([
    { name: known, kind: 'known', date: '2024-10-27' },
    { name: 'no-image', kind: 'unknown', date: undefined },
    { name: known, kind: 'known', date: '2024-10-27' },
  ]);
});

test('image: two versions are also compared, in a table and in json', async () => {
  const newer = 'AKSUbuntu-2404gen2containerd-202610.03.0';
  const asJson = await steward(['image', known, newer, '--format', 'json']);
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    images: [{ name: known }, { name: newer }],
    diff: { from: known, to: newer, order: 'other-family' },
  });
  const { stdout } = await steward(['image', known, newer]);
  expect(stdout).toContain(`== ${known} to ${newer}`);
  expect(stdout).toContain('Has broken things before');
});

test('image: nothing understood is exit 1, with the reason in the answer and no guess', async () => {
  const { code, stdout, stderr } = await steward(['image', 'a\u001b[31m']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^a<U\+001B>\[31m\n {2}Not understood {2}/);
  expect(stderr).toBe(
    'steward: CLI_IMAGE_UNKNOWN: the version was not understood; the reason is in the answer. Correct the input and run it again; see docs/errors/CLI_IMAGE_UNKNOWN.md.\n',
  );
});

test('calendar: every entry has its days, and how far they are', async () => {
  const { code, stdout } = await steward(['calendar'], { env: { COLUMNS: '140' } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^WHAT +SUPPORT ENDS +IMAGES REMOVED +GO TO\n/);
  expect(stdout).toMatch(/\d{4}-\d{2}-\d{2} \((in \d+ days|\d+ days ago|today|tomorrow|yesterday)\)/);
});

test('calendar: --ics FILE writes what a calendar reads', async () => {
  const folder = await givenFolder();
  const file = join(folder, 'retirements.ics');
  expect(await steward(['calendar', '--ics', file])).toEqual({ code: 0, stdout: '', stderr: '' });
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT[\s\S]*END:VCALENDAR\s*$/);
});

test('--output into a folder that is not there is one line', async () => {
  const { code, stderr } = await steward(['calendar', '--output', '/nowhere/at/all.txt']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'steward: CLI_FILE: /nowhere/at/all.txt could not be written: ENOENT. Correct the input and run it again; see docs/errors/CLI_FILE.md.\n',
  });
});

const addition =
  'exempt add --scope /subscriptions/00000000-0000-0000-0000-000000000001 --rule image-too-old --owner dana@contoso.com'
    .split(' ')
    .concat('--reason', 'frozen for the quarter end');

test('exempt: add, list and end one in a local file', async () => {
  const cwd = await givenFolder();
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

  const added = await steward([...addition, '--until', until, '--format', 'json'], { cwd });
  expect(added.code).toBe(0);
  const [{ id }] = JSON.parse(added.stdout) as [{ id: string }];

  const listed = JSON.parse((await steward(['exempt', 'list', '--format', 'json'], { cwd })).stdout);
  expect(listed).toEqual(JSON.parse(added.stdout));
  expect(listed).toMatchObject([{ ruleId: 'image-too-old', owner: 'dana@contoso.com', until, state: 'in-force' }]);

  expect(await steward(['exempt', 'end', id], { cwd })).toEqual({ code: 0, stdout: `Ended ${id}.\n`, stderr: '' });
  expect((await steward(['exempt', 'list'], { cwd })).stdout).toBe('No exemptions.\n');
  expect((await steward(['exempt', 'end', id], { cwd })).stderr).toContain(
    `CLI_EXEMPTION: there is no exemption ${id};`,
  );
});

test('exempt: a day that is past, a day that is none, and a broken file are refused', async () => {
  const cwd = await givenFolder();
  expect(await steward([...addition, '--until', '2020-01-01'], { cwd })).toMatchObject({ code: 1, stdout: '' });
  expect((await steward([...addition, '--until', 'soon'], { cwd })).stderr).toContain(
    'CLI_EXEMPTION: --until cannot be used',
  );
  await writeFile(join(cwd, 'exemptions.json'), '{"exemptions": 3}');
  expect((await steward(['exempt', 'list'], { cwd })).stderr).toMatch(/^steward: EXEMPTIONS_FILE: /);
});

const page = { coverage: wholeCoverage, total: 2, findings: [removed, exempted] };

test.each([
  { failOn: 'critical', critical: 1, code: 2 },
  { failOn: 'critical', critical: 0, code: 0 },
])('--app: $critical findings at or above $failOn end with $code', async ({ failOn, critical, code }) => {
  const app = await givenApp(({ url }) =>
    url.includes('limit=1&') || url.endsWith('limit=1')
      ? { status: 200, body: { ...page, total: critical, findings: [] } }
      : { status: 200, body: page },
  );
  const ended = await steward(['findings', '--app', app.url, '--fail-on', failOn], { env: { STEWARD_APP_KEY: 'k' } });
  expect(ended).toMatchObject({ code, stderr: '' });
  expect(app.requests.map(({ url, key }) => ({ url, key }))).toEqual([
    { url: '/api/findings?limit=100', key: 'k' },
    { url: '/api/findings?severity=critical&exempted=false&limit=1', key: 'k' },
  ]);
});

test('a partial sweep without such findings fails a gate, unless it is allowed to be partial', async () => {
  const app = await givenApp(() => ({ status: 200, body: { coverage: partialCoverage, total: 0, findings: [] } }));
  const gate = ['findings', '--app', app.url, '--fail-on', 'high'];
  const refused = await steward(gate);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    'steward: CLI_PARTIAL: nothing at or above high was found, but not everything was seen',
  );
  expect(await steward([...gate, '--allow-partial'])).toMatchObject({ code: 0, stderr: '' });
});

test('-o with the name of a format means the format, and the ending of a file says its format', async () => {
  const cwd = await givenFolder();
  const asFormat = await steward(['image', known, '-o', 'json'], { cwd });
  expect({ code: asFormat.code, names: JSON.parse(asFormat.stdout).map(({ name }: ImageView) => name) }).toEqual({
    code: 0,
    names: [known],
  });
  const toFile = await steward(['image', known, '-o', 'one.CSV'], { cwd });
  expect(toFile).toMatchObject({ code: 0, stdout: '' });
  expect(await readFile(join(cwd, 'one.CSV'), 'utf8')).toMatch(/^name,kind,/);
  const given = await steward(['image', known, '-o', './json', '-f', 'csv'], { cwd });
  expect(given).toMatchObject({ code: 0, stdout: '' });
  expect(await readFile(join(cwd, 'json'), 'utf8')).toMatch(/^name,kind,/);
  const both = await steward(['image', known, '-o', 'json', '-f', 'csv'], { cwd });
  expect(both).toMatchObject({ code: 1, stdout: '' });
  expect(both.stderr).toContain('--output json means the format json and --format says csv');
});

test('--policy needs a folder with at least one of the two files', async () => {
  const cwd = await givenFolder();
  const missing = await steward(['sweep', '--policy', 'nowhere'], { cwd });
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('nowhere cannot be used (ENOENT)') });
  const empty = await steward(['sweep', '--policy', '.'], { cwd });
  expect(empty.stderr).toContain('. has none of calendar.json, image-policy.json and planning.json');
});

test('a sweep that saw nothing is no fine fleet', async () => {
  const coverage = { ...partialCoverage, subscriptionsExpected: 1, subscriptionsSeen: 0 };
  const app = await givenApp(() => ({ status: 200, body: { coverage, total: 0, findings: [] } }));
  const { code, stdout, stderr } = await steward(['findings', '--app', app.url, '--format', 'csv']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^severity,/);
  expect(stderr).toBe(
    [
      'steward: PARTIAL SWEEP: 1 of 1 subscription could not be seen. This is not the whole fleet.',
      'steward: CLI_NOTHING_SEEN: no subscription could be seen; the reasons are in the answer. Try again in a while; see docs/errors/CLI_NOTHING_SEEN.md.',
      '',
    ].join('\n'),
  );
});

test('sweep --app shows the last sweep of the deployed app', async () => {
  const app = await givenApp(({ url }) => ({
    status: 200,
    body: url.startsWith('/api/sweeps/latest') ? sweepView : { ...page, coverage: partialCoverage },
  }));
  const { code, stdout } = await steward(['sweep', '--app', app.url, '--format', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ ...sweepView, total: 2, findings: [removed, exempted] });
});

test('a reader that stops reading ends it quietly', async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({ ...removed, id: `f${index}` }));
  const app = await givenApp(() => ({ status: 200, body: { coverage: wholeCoverage, total: 5_000, findings: many } }));
  const child = spawn(process.execPath, [STEWARD, 'findings', '--app', app.url, '--format', 'json']);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((done) => child.on('close', done));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('Ctrl-C while the app is still thinking ends it at once, with nothing said', async () => {
  const asked = Promise.withResolvers<void>();
  const app = await givenApp(() => {
    asked.resolve();
    return 'never';
  });
  const child = spawn(process.execPath, [STEWARD, 'findings', '--app', app.url], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => child.on('close', done));
  await asked.promise;
  child.kill('SIGINT');
  expect(await ended).toBe(130);
});
