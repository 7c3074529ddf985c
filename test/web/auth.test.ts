import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../shared/domain/errors.ts';
import { type AuthSettings, authenticate, triggerLevel } from '../../shared/host/http/auth.ts';
import type { Route } from '../../shared/host/http/route.ts';
import { listFindings } from '../../shared/host/http/routes/fleet.ts';
import { showDashboard } from '../../shared/host/http/routes/pages.ts';
import { handleRequest } from '../../shared/host/on-http.ts';
import type { RunningApp } from '../../shared/host/running.ts';
import { givenBehind } from './support/given-app.ts';
import { givenStory } from './support/given-story.ts';

const PLATFORM: AuthSettings = {
  HTTP_AUTH: 'platform',
  WEBSITE_AUTH_ENABLED: 'True',
  WEBSITE_SITE_NAME: 'steward',
};
const asks = (settings: Partial<AuthSettings>, headers: Record<string, string> = {}) =>
  authenticate({ ...PLATFORM, ...settings }, (name) => headers[name]);

describe('platform', () => {
  const signedIn = { 'x-ms-client-principal': 'eyJ9', 'x-ms-client-principal-name': 'alex@example.com' };

  test('who the platform signed in is let in by name', () => {
    expect(asks({}, signedIn)).toMatchObject({ kind: 'in', who: 'alex@example.com' });
  });

  test('nobody is let in without its header', () => {
    expect(asks({}, { 'x-ms-client-principal-name': 'alex@example.com' })).toMatchObject({
      kind: 'out',
      code: 'HTTP_NOT_SIGNED_IN',
    });
  });

  test.each(['False', '', undefined])(
    'the header counts for nothing while sign-in is %j: anybody could send it',
    (enabled) => {
      expect(asks({ WEBSITE_AUTH_ENABLED: enabled }, signedIn)).toMatchObject({ kind: 'out', code: 'HTTP_AUTH_OFF' });
    },
  );
});

test.each([
  ['localhost:7071', 'in'],
  ['127.0.0.1', 'in'],
  ['[::1]:7071', 'in'],
  ['evil.example', 'out'],
  ['localhost.evil.example:7071', 'out'],
  ['127.0.0.1.evil.example', 'out'],
])('open: asked as %s, %s', (host, kind) => {
  expect(asks({ HTTP_AUTH: 'open' }, { host }).kind).toBe(kind);
});

test('with function keys the Functions host asks for one, otherwise the check is ours', () => {
  expect(triggerLevel({ HTTP_AUTH: 'function-key' })).toBe('function');
  expect(triggerLevel({ HTTP_AUTH: 'platform' })).toBe('anonymous');
  expect(triggerLevel({ HTTP_AUTH: 'open' })).toBe('anonymous');
  expect(asks({ HTTP_AUTH: 'function-key' })).toMatchObject({
    kind: 'in',
    who: 'function key',
    asker: { kind: 'nobody' },
  });
});

describe('through the Functions host', () => {
  const behind = async (settings: Partial<AuthSettings>) => givenBehind((await givenStory()).ports, settings);
  const ask = async (route: Route, settings: Partial<AuthSettings>, headers: Record<string, string> = {}) =>
    handleRequest(
      route,
      new HttpRequest({
        method: 'GET',
        url: 'https://steward.example/api/findings?limit=1',
        headers,
        query: { limit: '1' },
      }),
      async () => (await (await behind(settings)).running()) as RunningApp,
      () => {},
    );

  test('401 as a problem, without a word about the fleet', async () => {
    const { status, body, headers } = await ask(listFindings, PLATFORM);
    expect(status).toBe(401);
    expect(JSON.parse(String(body))).toEqual({
      type: 'urn:image-steward:error:HTTP_NOT_SIGNED_IN',
      title: 'Sign in first',
      status: 401,
      detail: 'Sign in with an account of this organisation.',
      code: 'HTTP_NOT_SIGNED_IN',
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  test('a page is refused as a page', async () => {
    const { status, body, headers } = await ask(showDashboard, PLATFORM);
    expect([status, (headers as Record<string, string>)['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(String(body)).toContain('Sign in with an account of this organisation.');
    expect(String(body)).not.toContain('aks-');
  });

  test('200 when signed in', async () => {
    const { status, body } = await ask(listFindings, PLATFORM, { 'x-ms-client-principal': 'x' });
    expect([status, JSON.parse(String(body)).findings.length]).toEqual([200, 1]);
  });

  test('a store that does not answer is 503 with a time to ask again, and the log hears of it', async () => {
    const heard: unknown[] = [];
    const failure = new UpstreamError('STORAGE_FAILED', 'The table did not answer.');
    const request = new HttpRequest({ method: 'GET', url: 'https://steward.example/api/findings' });
    const { status, headers, body } = await handleRequest(
      listFindings,
      request,
      () => Promise.reject(failure),
      (error) => heard.push(error),
    );
    expect([status, (headers as Record<string, string>)['retry-after'], heard]).toEqual([503, '30', [failure]]);
    expect(JSON.parse(String(body)).code).toBe('STORAGE_FAILED');
  });

  test('what nobody planned for is told without its details', async () => {
    const request = new HttpRequest({ method: 'GET', url: 'https://steward.example/api/findings' });
    const { status, body } = await handleRequest(
      listFindings,
      request,
      () => Promise.reject(new Error('secret at /home/x')),
      () => {},
    );
    expect([status, String(body).includes('secret')]).toEqual([500, false]);
  });
});
