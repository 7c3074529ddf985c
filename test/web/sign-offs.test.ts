import { afterEach, describe, expect, test } from 'vitest';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { html } from '../../web/html/html.ts';
import { signOffsPanel } from '../../web/parts/sign-offs.ts';
import { givenApp } from '../app/given-app.ts';
import { givenSignedPlan, signAs } from '../app/migration/given-plan.ts';
import { ADA, BEN, CEM, named, planningWith } from '../app/sign-off/given-people.ts';
import { SIGN_OFFS } from './support/given-migrations.ts';
import { Validator } from './support/openapi-answers.ts';
import { type Served, serve } from './support/serve.ts';

const PLATFORM = { HTTP_AUTH: 'platform', WEBSITE_AUTH_ENABLED: 'True' } as const;
const OPEN = { HTTP_AUTH: 'open' } as const;
const PLAN = 'a'.repeat(12);
const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function given(config: typeof PLATFORM | typeof OPEN = PLATFORM) {
  const planning = planningWith({ roles: { platform: named(ADA) }, operators: named(BEN) });
  const app = givenApp({}, { planning });
  const { fleet, parts } = app;
  const served = await serve(API_ROUTES, {
    running: async () => ({ fleet, clock: parts.clock, config }),
    failed: (error) => expect.unreachable(String(error)),
  });
  open.push(served);
  const validator = new Validator(await (await fetch(`${served.url}/api/openapi.json`, as(ADA))).json());
  const ask = async (method: string, path: string, body?: unknown, by = ADA) => {
    const answer = await fetch(served.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...as(by).headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const said: unknown = text === '' ? undefined : JSON.parse(text);
    if (said !== undefined) expect(validator.problems(method, path, answer.status, said)).toEqual([]);
    return { status: answer.status, body: said };
  };
  return { ...app, url: served.url, ask };
}

/** As the platform sends it for who has signed in. */
function as({ id, name, tenantId = '' }: typeof ADA) {
  const claims = [{ typ: 'tid', val: tenantId }];
  return {
    headers: {
      'x-ms-client-principal': btoa(JSON.stringify({ claims })),
      'x-ms-client-principal-name': name,
      'x-ms-client-principal-id': id,
    },
  };
}

const LENT = { role: 'platform', to: CEM.id, toName: 'Cem', until: '2026-12-31' };

describe('delegations by API', () => {
  test('one is given by who holds the role, listed, and ended by who may', async () => {
    const { ask } = await given();
    const made = await ask('POST', '/api/delegations', LENT);
    expect(made).toMatchObject({ status: 201, body: { from: 'Ada', to: 'Cem', state: 'in-force' } });
    const { id } = made.body as { id: string };
    expect(await ask('GET', '/api/delegations')).toMatchObject({ status: 200, body: [{ id }] });
    const path = `/api/delegations/${id}`;
    const stranger = { ...CEM, id: 'ffffffff-0000-4000-8000-00000000000f', name: 'Finn' };
    expect(await ask('DELETE', path, {}, stranger)).toMatchObject({
      status: 409,
      body: { code: 'DELEGATION_REFUSED', detail: 'It is ended by Ada, by Cem, or by an operator.' },
    });
    expect(await ask('DELETE', path, {}, BEN)).toEqual({ status: 204, body: undefined });
  });

  test('what cannot be is told why, and is not recorded', async () => {
    const { ask, parts } = await given();
    expect(await ask('POST', '/api/delegations', LENT, BEN)).toMatchObject({
      status: 409,
      body: { code: 'DELEGATION_REFUSED', title: 'Not as things stand' },
    });
    expect(await ask('POST', '/api/delegations', { ...LENT, until: '2027-12-31' })).toMatchObject({
      status: 400,
      body: { code: 'DELEGATION_PERIOD' },
    });
    expect(await ask('POST', '/api/delegations', { ...LENT, to: 'cem' })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/api/delegations', { ...LENT, person: 'Ada' })).toMatchObject({
      status: 400,
      body: { code: 'HTTP_PERSON' },
    });
    expect(await ask('DELETE', '/api/delegations/none', {})).toMatchObject({
      status: 404,
      body: { code: 'DELEGATION_NOT_FOUND' },
    });
    expect(await parts.delegations.list()).toEqual([]);
  });
});

describe('the start of a plan by API', () => {
  test('begins what is due, for who asks', async () => {
    const { ask, parts } = await given();
    await givenSignedPlan(parts);
    expect(await ask('POST', `/api/plans/${PLAN}/start`, {}, BEN)).toMatchObject({
      status: 202,
      body: { kind: 'begun', migrations: [{ cluster: 'shop', pool: 'apps' }], held: [] },
    });
    expect(await ask('POST', `/api/plans/${PLAN}/start`, {}, BEN)).toMatchObject({
      status: 409,
      body: { code: 'START_REFUSED', detail: 'All of it was begun already: there is nothing left to start.' },
    });
    expect(await ask('POST', '/api/plans/bbbbbbbbbbbb/start', {}, BEN)).toMatchObject({ status: 404 });
    expect(await ask('POST', '/api/plans/%22/start', {}, BEN)).toMatchObject({ status: 404 });
  });

  test('the word of who asks is not enough', async () => {
    const { ask, fleet, parts } = await given();
    const plan = await givenSignedPlan(parts);
    await fleet.signOff(
      plan.id,
      { role: 'platform', kind: 'withdraw', reason: 'too early' },
      { id: 'ada', name: 'Ada' },
    );
    await fleet.signOff(plan.id, { role: 'platform' }, ADA);
    expect(await ask('POST', `/api/plans/${PLAN}/start`, {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('cannot be its only approver') },
    });
  });
});

test('a late sign-off is answered with a note', async () => {
  const { ask, parts } = await given(OPEN);
  await givenSignedPlan(parts);
  await signAs(parts, PLAN, 'Ada');
  const answer = await ask('POST', `/api/plans/${PLAN}/sign-offs`, { role: 'platform', person: 'Ada' });
  expect(answer).toMatchObject({ status: 201, body: { note: expect.stringMatching(/^This sign-off came late/) } });
});

test('the page says for whom a word is awaited, who could give it, and in whose place one was given', () => {
  const [word] = SIGN_OFFS.signOffs;
  if (!word) throw new Error('nobody said anything');
  const lent = { ...word, role: 'application' as const, owners: ['<b>shop</b>'], onBehalfOf: 'Ada & Co' };
  const text = String(html`${signOffsPanel({ ...SIGN_OFFS, signOffs: [lent] })}`);
  expect(text).toContain('application: 1 more, for the workloads of payments');
  expect(text).toContain('Could be given by Ben.');
  expect(text).toContain(
    'in place of <bdi>Ada &amp; Co</bdi> for application, the workloads of &lt;b&gt;shop&lt;/b&gt;',
  );
});

test('what a late word is too late for stands beside it', () => {
  const [word] = SIGN_OFFS.signOffs;
  if (!word) return expect.unreachable();
  const late = { ...word, late: 'This sign-off came late: the window is open.' };
  const text = String(html`${signOffsPanel({ ...SIGN_OFFS, signOffs: [late] })}`);
  expect(text).toContain('<span class="line">This sign-off came late: the window is open.</span>');
});
