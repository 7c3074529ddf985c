import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureHost, startFixtureHost, WITHOUT_QUEUES } from './fixture-host.ts';

/** Status and text of one request, with headers that `fetch` would not let through. */
function ask(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('a host without keys', () => {
  let host: FixtureHost;
  beforeAll(async () => {
    host = await startFixtureHost({ settings: WITHOUT_QUEUES });
  });
  afterAll(() => host.end());

  test('a function gets method, parameters, query, headers and body, under the route prefix', async () => {
    const answer = await fetch(`${host.url}/api/echo/5/x%20y?a=1&a=2&b=`, {
      method: 'POST',
      headers: { 'x-fixture': 'yes' },
      body: 'hällo',
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      method: 'POST',
      params: { id: '5', rest: 'x y' },
      query: { a: '1,2', b: '' },
      header: 'yes',
      body: 'hällo',
    });
  });

  test('a path, a constraint or a method that no function has answers 404', async () => {
    for (const [method, path] of [
      ['GET', '/echo/5'],
      ['GET', '/api/echo/five'],
      ['DELETE', '/api/echo/5'],
      ['GET', '/api/missing'],
    ] as const) {
      expect({ path, ...(await ask(host.url + path, {}, method)) }).toEqual({
        path,
        status: 404,
        text: 'no function answers this path and method\n',
      });
    }
  });

  test('a route may take the rest of the path, and an answer may set cookies', async () => {
    const answer = await fetch(`${host.url}/api/files/a/b%20c/d`);
    expect(await answer.text()).toBe('a/b c/d');
    expect(answer.headers.getSetCookie()).toEqual(['c=a%20b; Path=/; HttpOnly']);
  });

  test('a function that returns nothing answers 204', async () => {
    expect(await ask(`${host.url}/api/nothing`)).toEqual({ status: 204, text: '' });
  });

  test('a failed function answers 500 without its reason; the reason is printed on one line without control characters', async () => {
    const failed = host.nextInvocation('broken');
    expect(await ask(`${host.url}/api/broken`)).toEqual({
      status: 500,
      text: 'the function failed; the host printed why\n',
    });
    expect(await failed).toMatchObject({ outcome: 'failed' });
    await host.printed(
      /broken +failed +\d+ ms {2}GET \/api\/broken {2}FIXTURE_BROKEN: a wheel came off \[2J second line\n/,
    );
    expect(host.output()).not.toContain('    at ');
  });

  test('hooks run around every invocation, and once at the start', async () => {
    const seen = (await (await fetch(`${host.url}/api/hooks`)).json()) as string[];
    expect(seen.slice(0, 3)).toEqual(['appStart', 'pre at-start', 'post at-start']);
    expect(seen.slice(-2)).toEqual(['pre hooks', 'post hooks']);
    expect(seen.filter((entry) => entry === 'appStart')).toHaveLength(1);
  });

  test('keys are not asked for', async () => {
    expect(await ask(`${host.url}/api/guarded`)).toEqual({ status: 200, text: 'in' });
    expect(await ask(`${host.url}/api/guarded-more`)).toEqual({ status: 200, text: 'in' });
  });

  test('a name other than localhost is refused, so that a web page cannot reach the host under its own name', async () => {
    expect(await ask(`${host.url}/api/hooks`, { host: 'rebound.example' })).toEqual({
      status: 403,
      text: 'only localhost is served here\n',
    });
    expect((await ask(`${host.url}/api/hooks`, { host: 'localhost' })).status).toBe(200);
  });

  test('a timer runs by hand, and is answered before it ends', async () => {
    const ran = host.nextInvocation('at-start');
    expect(await ask(`${host.url}/admin/functions/at-start`, {}, 'POST')).toEqual({ status: 202, text: '' });
    expect(await ran).toMatchObject({ outcome: 'ok' });
    expect(await (await fetch(`${host.url}/api/timer-runs`)).json()).toHaveLength(2);
  });

  test('what cannot be run by hand says why', async () => {
    expect(await ask(`${host.url}/admin/functions/missing`, {}, 'POST')).toEqual({
      status: 404,
      text: 'there is no such function\n',
    });
    expect(await ask(`${host.url}/admin/functions/echo`, {}, 'POST')).toEqual({
      status: 400,
      text: 'this function answers HTTP: call its own route\n',
    });
    const answer = await fetch(`${host.url}/admin/functions/at-start`, { method: 'POST', body: 'no json' });
    expect([answer.status, await answer.text()]).toEqual([400, 'the body must be JSON: {"input": "text"}\n']);
  });

  test('the host says that it runs', async () => {
    expect(await (await fetch(`${host.url}/admin/host/status`)).json()).toMatchObject({
      state: 'Running',
      functions: 11,
    });
    expect((await ask(`${host.url}/admin/host/other`)).status).toBe(404);
  });
});

describe('a host with keys', () => {
  let host: FixtureHost;
  let functionKey: string;
  let masterKey: string;
  beforeAll(async () => {
    host = await startFixtureHost({ settings: WITHOUT_QUEUES, args: ['--enforce-keys'] });
    [, functionKey = '', masterKey = ''] = await host.printed(/function key (\S+) {2}master key (\S+)/);
  });
  afterAll(() => host.end());

  test.each([
    { path: '/api/nothing', none: 204, function: 204, master: 204 },
    { path: '/api/guarded', none: 401, function: 200, master: 200 },
    { path: '/api/guarded-more', none: 401, function: 401, master: 200 },
    { path: '/admin/host/status', none: 401, function: 401, master: 200 },
  ])('$path without a key, with the function key, with the master key', async ({ path, ...expected }) => {
    const statuses = {
      none: (await ask(host.url + path, { 'x-functions-key': 'wrong' })).status,
      function: (await ask(host.url + path, { 'x-functions-key': functionKey })).status,
      master: (await ask(`${host.url}${path}?code=${masterKey}`)).status,
    };
    expect(statuses).toEqual(expected);
  });
});
