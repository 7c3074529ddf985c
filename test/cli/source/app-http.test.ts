import { expect, test } from 'vitest';
import { z } from 'zod';
import { appHttp } from '../../../cli/source/app-http.ts';
import { appSource } from '../../../cli/source/app-source.ts';
import { allFindings } from '../../../cli/source/source.ts';
import type { FindingView } from '../../../shared/app/views.ts';
import { removed, wholeCoverage } from '../render/report-fixture.ts';
import { givenApp } from './given-app.ts';

const Answer = z.object({ ok: z.boolean() });
const get = (url: string, key?: string) => appHttp({ url, key }).get('api/x', new URLSearchParams(), Answer);

test('the key goes into its header, and never into the address', async () => {
  const app = await givenApp(() => ({ status: 200, body: { ok: true } }));
  expect(await get(app.url, 'secret')).toEqual({ ok: true });
  expect(app.requests).toEqual([{ method: 'GET', url: '/api/x', key: 'secret', body: '' }]);
});

test.each(['http://steward.contoso.com', 'ftp://127.0.0.1', 'steward', 'https://user:secret@steward.contoso.com'])(
  'an address that would leak a key is refused before anything is sent: %s',
  (url) => {
    expect(() => appHttp({ url })).toThrow(expect.objectContaining({ code: 'CLI_APP_URL' }));
  },
);

test.each(['http://127.0.0.1:7071', 'http://localhost:7071', 'http://[::1]:7071', 'https://steward.contoso.com/'])(
  'this machine by http and any by https: %s',
  (url) => {
    expect(() => appHttp({ url })).not.toThrow();
  },
);

test.each([302, 401, 403])('an answer %i means that we were not let in', async (status) => {
  const app = await givenApp(() => ({ status, headers: { location: 'https://login.microsoftonline.com/' } }));
  await expect(get(app.url, 'secret')).rejects.toMatchObject({ code: 'CLI_APP_SIGN_IN', remedy: 'fix-config' });
});

test.each([
  { status: 400, remedy: 'fix-input' },
  { status: 503, remedy: 'retry-later' },
])("the app's own code and sentence are passed on: $status", async ({ status, remedy }) => {
  const body = { type: 't', title: 'x', status, code: 'NO_SWEEP_YET', detail: 'Ask again in a minute.' };
  const app = await givenApp(() => ({ status, body }));
  await expect(get(app.url)).rejects.toMatchObject({ code: 'NO_SWEEP_YET', message: 'Ask again in a minute.', remedy });
});

test.each([
  { answer: { status: 502, body: '<html>' }, says: 'answered 502' },
  { answer: { status: 200, body: '<html>' }, says: 'something else than this version of steward understands' },
  { answer: { status: 200, body: { ok: 'yes' } }, says: 'ok: ' },
])('an answer that is not understood is said to be: $says', async ({ answer, says }) => {
  const app = await givenApp(() => answer);
  await expect(get(app.url)).rejects.toMatchObject({ code: 'CLI_APP', message: expect.stringContaining(says) });
});

test('an app that is not there is said to be unreachable', async () => {
  await expect(get('http://127.0.0.1:1')).rejects.toMatchObject({
    code: 'CLI_APP',
    message: expect.stringContaining('could not be reached'),
  });
});

test('filters are parameters, lists repeated; pages are followed to the end', async () => {
  const finding = (n: number): FindingView => ({ ...removed, id: `f${n}` });
  const app = await givenApp(({ url }) => ({
    status: 200,
    body: url.includes('after=p2')
      ? { coverage: wholeCoverage, total: 3, findings: [finding(3)] }
      : { coverage: wholeCoverage, total: 3, findings: [finding(1), finding(2)], next: 'p2' },
  }));

  const page = await allFindings(
    appSource({ url: app.url }),
    { severity: ['critical', 'high'], exempted: false },
    Number.POSITIVE_INFINITY,
  );

  expect(page).toEqual({ coverage: wholeCoverage, total: 3, findings: [finding(1), finding(2), finding(3)] });
  expect(app.requests.map(({ url }) => url)).toEqual([
    '/api/findings?severity=critical&severity=high&exempted=false&limit=1000',
    '/api/findings?severity=critical&severity=high&exempted=false&limit=1000&after=p2',
  ]);
});

test('a limit asks for no more than it shows', async () => {
  const app = await givenApp(() => ({
    status: 200,
    body: { coverage: wholeCoverage, total: 9, findings: [removed], next: 'p2' },
  }));
  const page = await allFindings(appSource({ url: app.url }), {}, 1);
  expect(page).toEqual({ coverage: wholeCoverage, total: 9, findings: [removed] });
  expect(app.requests.map(({ url }) => url)).toEqual(['/api/findings?limit=1']);
});
