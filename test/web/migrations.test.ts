import { afterEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../shared/adapters/system/text-hash.ts';
import { EvidenceFile, MigrationView } from '../../shared/app/migration-views.ts';
import { verifyEvidence } from '../../shared/domain/evidence/verify.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import { AT } from '../support/migration.ts';
import { givenStoryMigration, STORY_ID, STUCK } from '../support/migration-story.ts';
import {
  DELETION_WAITS,
  givenMigrations,
  MIGRATION_ROUTES,
  ORDER_WAITS,
  PLAN_ID,
  SIGN_OFFS,
  STUCK_POD,
} from './support/given-migrations.ts';
import { Validator } from './support/openapi-answers.ts';
import { type Served, serve } from './support/serve.ts';

const PLATFORM = { HTTP_AUTH: 'platform', WEBSITE_AUTH_ENABLED: 'True' } as const;
const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function given(...args: Parameters<typeof givenMigrations>) {
  const { behind, written } = await givenMigrations(...args);
  const served = await serve(MIGRATION_ROUTES, behind);
  open.push(served);
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(served.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { url: served.url, written, send, get: (path: string) => fetch(served.url + path) };
}

const COMMANDS = `/api/migrations/${STORY_ID}/commands`;
const ORDERS = `/api/migrations/${STORY_ID}/orders`;
const SIGN = `/api/plans/${PLAN_ID}/sign-offs`;
const NAMELESS = { kind: 'pause', reason: 'the sale is on' };
const PAUSE = { ...NAMELESS, person: 'Grace' };
const signedIn = (claims: readonly (readonly [string, string])[], name = 'ada@example.com', id = 'o-1') => ({
  'x-ms-client-principal': btoa(JSON.stringify({ claims: claims.map(([typ, val]) => ({ typ, val })) })),
  'x-ms-client-principal-name': name,
  'x-ms-client-principal-id': id,
});

describe('questions', () => {
  test.each([
    '/api/migrations',
    '/api/migrations?which=all',
    `/api/migrations/${STORY_ID}`,
    `/api/migrations/${STORY_ID}/evidence`,
    SIGN,
  ])('%s answers as the OpenAPI document says', async (path) => {
    const { get, url } = await given();
    const validator = new Validator(await (await get('/api/openapi.json')).json());
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(validator.problems('GET', new URL(path, url).pathname, 200, await answer.json())).toEqual([]);
  });

  test.each(['m-nothing', 'M%2F..%2F..', '%22%3E'])('there is no migration %s', async (id) => {
    const { get } = await given();
    const answer = await get(`/api/migrations/${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'MIGRATION_NOT_FOUND' }]);
    expect((await get(`/api/migrations/${id}/evidence`)).status).toBe(404);
  });

  test('a filter that is mistyped is named', async () => {
    const answer = await (await given()).get('/api/migrations?which=opne');
    expect(await answer.json()).toMatchObject({ status: 400, detail: 'which: read "opne", expected one of open, all' });
  });

  test('the evidence can be checked by whoever has it', async () => {
    const answer = await (await given()).get(`/api/migrations/${STORY_ID}/evidence`);
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="evidence-${STORY_ID}.json"`);
    expect(verifyEvidence(EvidenceFile.parse(await answer.json()), sha256Hex)).toEqual({ kind: 'whole' });
  });
});

describe('commands', () => {
  test('one that is taken says what it leaves, and is recorded for who gave it', async () => {
    const { send, written } = await given();
    expect(await send(COMMANDS, { ...PAUSE, kind: 'roll-back' })).toEqual({
      status: 202,
      body: { kind: 'taken', leaves: 'Nothing is open.' },
    });
    expect(written).toEqual([
      {
        kind: 'command',
        id: STORY_ID,
        what: { kind: 'roll-back', reason: 'the sale is on' },
        by: { id: 'Grace', name: 'Grace' },
      },
    ]);
  });

  test('one that takes two people is 202 too, and says that it waits', async () => {
    const { send, url, written } = await given();
    const validator = new Validator(await (await fetch(`${url}/api/openapi.json`)).json());
    const answer = await send(COMMANDS, { ...PAUSE, kind: 'roll-back', deleteTarget: true });
    expect(answer).toEqual({ status: 202, body: DELETION_WAITS });
    expect(validator.problems('POST', COMMANDS, 202, answer.body)).toEqual([]);
    expect(written).toMatchObject([{ what: { deleteTarget: true } }]);
  });

  test('one that makes no sense is 409 with the reason', async () => {
    const { send } = await given();
    expect(await send(COMMANDS, { ...PAUSE, kind: 'resume' })).toMatchObject({
      status: 409,
      body: { code: 'COMMAND_REFUSED', detail: 'It is not paused.', title: 'Not as things stand' },
    });
  });

  test('to a migration that is not there: 404', async () => {
    const { send } = await given();
    expect((await send('/api/migrations/m-none/commands', PAUSE)).status).toBe(404);
    expect((await send('/api/migrations/%22/commands', PAUSE)).status).toBe(404);
  });

  test.each([
    [{ kind: 'stop', reason: 'x'.repeat(3) }, 'kind: read "stop", expected one of pause, resume, abort, roll-back'],
    [{ kind: 'pause' }, 'reason: read nothing, expected text of 3 to 1000 characters'],
    [{ kind: 'pause', reason: ' a ' }, 'reason: read " a ", expected text of 3 to 1000 characters'],
    [{ ...PAUSE, deletetarget: true }, 'expected kind, reason, deleteTarget, person as the fields of one object'],
  ])('%j is refused, and nothing is done', async (body, detail) => {
    const { send, written } = await given();
    expect(await send(COMMANDS, body)).toMatchObject({ status: 400, body: { code: 'BODY_NOT_UNDERSTOOD', detail } });
    expect(written).toEqual([]);
  });
});

describe('orders', () => {
  const NAMELESS_FORCE = { kind: 'force-eviction', pod: STUCK_POD, reason: 'it may be down' };
  const FORCE = { ...NAMELESS_FORCE, person: 'Grace' };

  test('one that is recorded says that it waits for a second person, and for whom', async () => {
    const { send, url, written } = await given();
    const validator = new Validator(await (await fetch(`${url}/api/openapi.json`)).json());
    const answer = await send(ORDERS, FORCE);
    expect(answer).toEqual({ status: 202, body: ORDER_WAITS });
    expect(validator.problems('POST', ORDERS, 202, answer.body)).toEqual([]);
    expect(written).toEqual([
      { kind: 'order', id: STORY_ID, what: NAMELESS_FORCE, by: { id: 'Grace', name: 'Grace' } },
    ]);
  });

  test('one that makes no sense is 409, one to no migration 404, one by nobody is not taken', async () => {
    const { send, written } = await given();
    expect(await send(ORDERS, { ...FORCE, pod: 'shop/other' })).toMatchObject({
      status: 409,
      body: { code: 'ORDER_REFUSED', detail: 'Pod shop/other is not stuck.' },
    });
    expect((await send('/api/migrations/m-none/orders', FORCE)).status).toBe(404);
    expect((await send('/api/migrations/%22/orders', FORCE)).status).toBe(404);
    written.splice(0);
    expect(await send(ORDERS, NAMELESS_FORCE)).toMatchObject({ status: 400, body: { code: 'HTTP_PERSON' } });
    expect(await send(ORDERS, { ...FORCE, kind: 'delete-pod' })).toMatchObject({ status: 400 });
    expect(await send(ORDERS, { ...FORCE, pod: 'x' })).toMatchObject({ status: 400 });
    expect(written).toEqual([]);
  });

  test('what waits is shown until it is gone, with what the second person says; then with what is to be run', async () => {
    const first = { by: { id: 'o-1', name: 'Ada <b>' }, at: AT, reason: 'it may be down' };
    const pod = STUCK.pod;
    const waits = { id: 'order-1', kind: 'force-eviction', pod, first, until: AT + 60_000 } as const;
    const deletes = { id: 'order-2', kind: 'delete-target', first, until: AT + 60_000 } as const;
    const gone = { ...deletes, id: 'order-3', until: AT };
    const force = { kind: 'force', what: 'Delete it.', command: 'kubectl delete it' } as const;
    const drain = { done: [], evicted: 0, stuck: [{ ...STUCK, remedies: [force] }] };
    const shown = async (orders: Migration['orders'] = []) => {
      const { get } = await given([givenStoryMigration({ drain, orders })]);
      const view = MigrationView.parse(await (await get(`/api/migrations/${STORY_ID}`)).json());
      return {
        orders: view.orders,
        remedy: view.stuck[0]?.remedies[0],
        page: await (await get(`/migrations/${STORY_ID}`)).text(),
      };
    };
    const command = `steward order force-eviction ${STORY_ID} --pod ${STUCK_POD} --reason "..."`;

    const nothing = await shown([gone]);
    expect(nothing.orders).toBeUndefined();
    expect(nothing.remedy).toEqual({ ...force, command });
    expect(nothing.page).not.toContain('orders-title');

    const waiting = await shown([waits, deletes]);
    expect(waiting.orders).toMatchObject([
      { kind: 'force-eviction', pod: STUCK_POD, what: `the forced end of pod ${STUCK_POD}`, by: 'Ada <b>' },
      { kind: 'delete-target', what: 'the deletion of pool appsx1y2' },
    ]);
    expect(waiting.remedy).toEqual({
      kind: 'force',
      what: 'Delete it. Ada <b> has ordered it; a second person does before 2026-11-20 08:01 UTC.',
      command,
    });
    expect(waiting.page).toContain('<bdi>Ada &lt;b&gt;</bdi>: it may be down');
    expect(waiting.page).toContain(`steward rollback ${STORY_ID} --delete-target`);

    const second = { by: { id: 'o-2', name: 'Ben' }, at: AT, reason: 'so it is' };
    const ordered = await shown([{ ...waits, second, command: force.command }]);
    expect(ordered.orders).toMatchObject([{ second: { by: 'Ben' }, command: force.command }]);
    expect(ordered.remedy?.command).toBe(force.command);
    expect(ordered.remedy?.what).toContain('Ada <b> and Ben have ordered it');
    expect(ordered.page).toContain(`<code class="command">${force.command}</code>`);
  });
});

describe('who it is', () => {
  test('on this machine the request says it; without a name nothing is done', async () => {
    const { send, written } = await given();
    expect(await send(COMMANDS, NAMELESS)).toMatchObject({ status: 400, body: { code: 'HTTP_PERSON' } });
    expect(written).toEqual([]);
  });

  test('a function key is nobody: reads are answered, writes are refused', async () => {
    const { send, get, written } = await given(undefined, { HTTP_AUTH: 'function-key' });
    expect((await get('/api/migrations')).status).toBe(200);
    expect(await send(COMMANDS, PAUSE)).toMatchObject({ status: 403, body: { code: 'HTTP_NOBODY' } });
    expect(await send(SIGN, { role: 'platform' })).toMatchObject({ status: 403, body: { code: 'HTTP_NOBODY' } });
    expect(written).toEqual([]);
  });

  test('with sign-in it is who signed in, with id and tenant', async () => {
    const { send, written } = await given(undefined, PLATFORM);
    const headers = signedIn([['http://schemas.microsoft.com/identity/claims/tenantid', 't-1']]);
    expect((await send(COMMANDS, NAMELESS, headers)).status).toBe(202);
    expect(written[0]?.by).toEqual({ id: 'o-1', name: 'ada@example.com', tenantId: 't-1' });
  });

  test('with sign-in nobody passes for somebody else', async () => {
    const { send, written } = await given(undefined, PLATFORM);
    expect(await send(COMMANDS, PAUSE, signedIn([]))).toMatchObject({ status: 400, body: { code: 'HTTP_PERSON' } });
    expect(written).toEqual([]);
  });

  test.each([
    ['an application', signedIn([['idtyp', 'app']])],
    ['no name', { ...signedIn([]), 'x-ms-client-principal-name': '' }],
    ['no id', { ...signedIn([]), 'x-ms-client-principal-id': '' }],
    ['a principal that is no JSON', { 'x-ms-client-principal': 'eyJ9' }],
  ])('%s is no person', async (_, headers) => {
    const { send } = await given(undefined, PLATFORM);
    expect(await send(COMMANDS, { kind: 'pause', reason: 'a reason' }, headers)).toMatchObject({
      status: 403,
      body: { code: 'HTTP_NOBODY' },
    });
  });

  test('a page of another site cannot use a sign-in', async () => {
    const { send, written } = await given();
    for (const path of [COMMANDS, SIGN]) {
      expect(await send(path, PAUSE, { origin: 'https://evil.example' })).toMatchObject({
        status: 403,
        body: { code: 'HTTP_FOREIGN_ORIGIN' },
      });
    }
    expect(written).toEqual([]);
  });
});

describe('sign-offs', () => {
  test('an approval is recorded and answered with all sign-offs', async () => {
    const { send, written } = await given();
    expect(await send(SIGN, { role: 'platform', person: 'Ada' })).toEqual({ status: 201, body: SIGN_OFFS });
    expect(written[0]).toMatchObject({ what: { role: 'platform', kind: 'approve' }, by: { name: 'Ada' } });
  });

  test('one that makes no sense is 409, one to no plan 404, one for no role 400', async () => {
    const { send, get } = await given();
    const withdrawal = { role: 'platform', kind: 'withdraw', reason: 'too early', person: 'Ada' };
    expect(await send(SIGN, withdrawal)).toMatchObject({ status: 409, body: { code: 'SIGN_OFF_REFUSED' } });
    expect((await send('/api/plans/bbbbbbbbbbbb/sign-offs', { role: 'platform', person: 'Ada' })).status).toBe(404);
    expect((await get('/api/plans/x/sign-offs')).status).toBe(404);
    expect(await send(SIGN, { role: 'boss', person: 'Ada' })).toMatchObject({
      status: 400,
      body: { detail: 'role: read "boss", expected one of platform, application, security, compliance' },
    });
  });

  test('with sign-in the directory says which roles a person may speak for', async () => {
    const { send, written } = await given(undefined, PLATFORM);
    const headers = signedIn([['roles', 'sign-off.application']]);
    expect(await send(SIGN, { role: 'platform' }, headers)).toMatchObject({
      status: 403,
      body: { code: 'SIGN_OFF_ROLE' },
    });
    expect(written).toEqual([]);
    expect((await send(SIGN, { role: 'application' }, headers)).status).toBe(201);
  });
});
