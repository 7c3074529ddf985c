import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW } from '../support/fleet.ts';
import { ALL_ROUTES, givenBehind } from './support/given-app.ts';
import { givenStory, SHOP } from './support/given-story.ts';
import { givenPorts } from './support/given-world.ts';
import { Validator } from './support/openapi-answers.ts';
import { type Served, serve } from './support/serve.ts';

const CLUSTER = `/subscriptions/${SHOP.id}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop-weu`;

let served: Served;
let empty: Served;

beforeAll(async () => {
  served = await serve(ALL_ROUTES, givenBehind((await givenStory()).ports));
  empty = await serve(ALL_ROUTES, givenBehind(await givenPorts()));
});
afterAll(() => Promise.all([served.close(), empty.close()]));

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${served.url}${path}`, { headers });
const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${served.url}/api/exemptions`, { method: 'POST', headers, body: JSON.stringify(body) });

const EXEMPTION = {
  scope: CLUSTER,
  ruleId: 'image-too-old',
  owner: 'team-shop',
  reason: 'Frozen until January.',
  until: '2027-01-15',
};

test.each([
  '/api/sweeps/latest',
  '/api/findings',
  '/api/findings?severity=high&severity=critical&limit=3&exempted=false',
  '/api/pools?search=win19',
  `/api/clusters${CLUSTER}`,
  '/api/images/AKSUbuntu-2204gen2containerd-202609.20.0',
  '/api/images/%3Cscript%3E',
  '/api/calendar',
  '/api/exemptions',
  '/api/openapi.json',
])('%s answers as the OpenAPI document says', async (path) => {
  const validator = new Validator(await (await get('/api/openapi.json')).json());
  const answer = await get(path);
  const body = await answer.json();

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(validator.problems('GET', new URL(path, served.url).pathname, 200, body)).toEqual([]);
});

test('every page but the last names the next, and together they are all', async () => {
  const found: string[] = [];
  let next = '';
  do {
    const page = (await (await get(`/api/findings?limit=7${next && `&after=${next}`}`)).json()) as {
      findings: { id: string }[];
      next?: string;
    };
    found.push(...page.findings.map(({ id }) => id));
    next = page.next ?? '';
  } while (next);
  const { total } = (await (await get('/api/findings')).json()) as { total: number };
  expect([found.length, new Set(found).size]).toEqual([total, total]);
});

describe('a wrong parameter is named, with what was read and what is expected', () => {
  test.each([
    ['severity=hgh', 'severity: read ["hgh"], expected one of critical, high, medium, low'],
    ['rule=x', expect.stringMatching(/^rule: read \["x"\], expected one of image-too-old, /)],
    ['limit=0', 'limit: read 0, expected a whole number from 1 to 1000'],
    ['limit=1001', 'limit: read 1001, expected a whole number from 1 to 1000'],
    ['limit=ten', 'limit: read "ten", expected a whole number from 1 to 1000'],
    ['limit=1&limit=2', 'limit: given 2 times, expected once'],
    ['exempted=maybe', 'exempted: read "maybe", expected true or false'],
    [
      `search=${'x'.repeat(201)}`,
      expect.stringMatching(/^search: read "x+\.\.\., expected text of at most 200 characters$/),
    ],
    [
      'sevrity=high',
      '"sevrity": there is no such parameter; there are severity, rule, subscription, cluster, exempted, search, limit, after',
    ],
    ['after=%00', 'after: this is not a place that a page before has named; leave it out to start at the first page'],
  ])('%s', async (query, detail) => {
    const answer = await get(`/api/findings?${query}`);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ status: 400, title: 'The request cannot be used', detail });
    expect(answer.status).toBe(400);
  });

  test.each(['limit=1', 'limit=1000', 'severity=', 'code=secret-key', `search=${'x'.repeat(200)}`])(
    '%s is fine',
    async (query) => {
      expect((await get(`/api/findings?${query}`)).status).toBe(200);
    },
  );
});

test.each(['/api/findings', '/api/pools', '/api/sweeps/latest', `/api/clusters${CLUSTER}`])(
  'before the first sweep %s says that nothing is known, and when to ask again',
  async (path) => {
    const answer = await fetch(`${empty.url}${path}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await answer.json()).toMatchObject({ code: 'NO_SWEEP_YET', status: 503 });
  },
);

test('an unknown cluster is not found', async () => {
  const answer = await get('/api/clusters/subscriptions/x');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'CLUSTER_NOT_FOUND']);
});

describe('a caller that has the answer already is told so', () => {
  test('304 without a body for the same tag, whether strong, weak or in a list', async () => {
    const etag = (await get('/api/findings')).headers.get('etag') ?? '';
    for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const again = await get('/api/findings', { 'if-none-match': tag });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
  });

  test('200 for another tag, and another tag for another answer', async () => {
    const all = await get('/api/findings');
    const some = await get('/api/findings?limit=1');
    expect(some.headers.get('etag')).not.toBe(all.headers.get('etag'));
    expect((await get('/api/findings', { 'if-none-match': some.headers.get('etag') ?? '' })).status).toBe(200);
  });
});

test('every answer forbids what it does not need', async () => {
  for (const path of ['/', '/api/findings', '/api/findings?limit=x', '/assets/steward.css']) {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer']);
  }
});

describe('exemptions', () => {
  test('one is added, listed, counted at once, and ended', async () => {
    const made = await post(EXEMPTION);
    const view = (await made.json()) as { id: string };
    expect([made.status, made.headers.get('location')]).toEqual([201, `/api/exemptions/${view.id}`]);
    expect(view).toMatchObject({ ...EXEMPTION, createdBy: 'local', state: 'in-force' });

    const marked = (await (
      await get('/api/findings?rule=image-too-old&cluster=aks-shop-weu&exempted=true')
    ).json()) as {
      findings: { exemption: { id: string } }[];
    };
    expect(marked.findings.map(({ exemption }) => exemption.id)).toContain(view.id);

    const remove = () => fetch(`${served.url}/api/exemptions/${view.id}`, { method: 'DELETE' });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  test.each([
    [{ ...EXEMPTION, ruleId: 'x' }, 'ruleId'],
    [{ ...EXEMPTION, until: 'soon' }, 'until: read "soon", expected a day as YYYY-MM-DD'],
    [{ ...EXEMPTION, reason: 'short' }, 'reason: read "short", expected text of 10 to 1000 characters'],
    [{ ...EXEMPTION, owner: undefined }, 'owner: read nothing, expected text of 1 to 200 characters'],
    [{ ...EXEMPTION, until: new Date(NOW - 86_400_000).toISOString().slice(0, 10) }, ''],
    [{ ...EXEMPTION, scope: 'not an id' }, ''],
    ['text', 'expected scope, ruleId, owner, reason, until as the fields of one object'],
  ])('%j is refused with its reason', async (body, detail) => {
    const answer = await post(body);
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining(detail),
    ]);
  });

  test('a body that is too long or no JSON is refused', async () => {
    expect((await post({ ...EXEMPTION, reason: 'x'.repeat(20_000) })).status).toBe(400);
    const answer = await fetch(`${served.url}/api/exemptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await answer.json()).toMatchObject({ code: 'BODY_NOT_UNDERSTOOD', status: 400 });
  });

  test('a form of another site cannot write: not by its type, not by its origin', async () => {
    const foreign = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await post(EXEMPTION, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(EXEMPTION, foreign)).status).toBe(403);
    expect((await post(EXEMPTION, { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    const removed = await fetch(`${served.url}/api/exemptions/x-1`, { method: 'DELETE', headers: { origin: 'null' } });
    expect(removed.status).toBe(403);
  });

  test('a page of this app can write', async () => {
    expect((await post(EXEMPTION, { 'content-type': 'application/json', origin: served.url })).status).toBe(201);
  });
});

test('assets are kept for good under their version, and only those that exist are served', async () => {
  const page = await (await get('/')).text();
  const [, css = ''] = /href="(\/assets\/steward\.css\?v=[0-9a-f]+)"/.exec(page) ?? [];
  const answer = await get(css);
  expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
    200,
    'private, max-age=31536000, immutable',
    'text/css; charset=utf-8',
  ]);
  expect((await get('/assets/steward.css')).headers.get('cache-control')).toBe('private, no-cache');
  for (const name of ['..%2f..%2fpackage.json', 'constructor', 'x.css'])
    expect((await get(`/assets/${name}`)).status).toBe(404);
});
