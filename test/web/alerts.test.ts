import { afterEach, describe, expect, test } from 'vitest';
import { showMigrationPage } from '../../shared/host/http/routes/migration-pages.ts';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { givenStoryMigration, STORY_ID } from '../support/migration-story.ts';
import { givenMigrations, ON_CALL_TEST } from './support/given-migrations.ts';
import { Validator } from './support/openapi-answers.ts';
import { jsonAt, type Served, serve } from './support/serve.ts';

const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

const UNWATCHED = 'm-unwatched';
const ALERT = `/api/migrations/${STORY_ID}/alert`;
const ANSWER = { version: 2, choice: 'roll-back', reason: 'carts fail' };

async function given(settings: Parameters<typeof givenMigrations>[1] = {}) {
  const stored = [givenStoryMigration(), givenStoryMigration({ id: UNWATCHED })];
  const { behind, written } = await givenMigrations(stored, settings);
  const served = await serve([...API_ROUTES, showMigrationPage], behind);
  open.push(served);
  return { url: served.url, written, ...jsonAt(served.url) };
}

describe('an alert', () => {
  test('is answered as the OpenAPI document says, with rules, gaps, viability and what is recommended', async () => {
    const { get } = await given();
    const validator = new Validator((await get('/api/openapi.json')).body);
    const { status, body } = await get(ALERT);
    expect(validator.problems('GET', ALERT, status, body)).toEqual([]);
    expect(body).toMatchObject({
      migrationId: STORY_ID,
      cluster: 'shop-prod',
      verdict: {
        kind: 'breached',
        why: '3 pods have waited for a node longer than 2 minutes. One more rule is not well either.',
      },
      viability: { kind: 'possible' },
      gaps: [{ from: '2026-11-20T07:29:00.000Z', to: '2026-11-20T07:36:00.000Z' }],
      recommendation: { version: 2, state: 'open', proposed: 'roll-back' },
    });
  });

  test('nobody has looked, and there is no such migration, are told apart', async () => {
    const { get } = await given();
    expect(await get(`/api/migrations/${UNWATCHED}/alert`)).toMatchObject({
      status: 404,
      body: { code: 'ALERT_NOT_FOUND' },
    });
    for (const id of ['m-none', '%22']) {
      expect(await get(`/api/migrations/${id}/alert`)).toMatchObject({
        status: 404,
        body: { code: 'MIGRATION_NOT_FOUND' },
      });
    }
  });

  test('is on the page of its migration; where nobody has looked there is no panel', async () => {
    const { url } = await given();
    const page = async (id: string) => (await fetch(`${url}/migrations/${id}`)).text();
    const watched = await page(STORY_ID);
    for (const said of [
      'Recommended: roll back',
      'Waits for an answer, for 4 min.',
      `steward answer ${STORY_ID} false-alarm --reason`,
      '3 pods; more than 0 is too much; highest in the last hour: 3; nobody saw 7 of its 60 minutes.',
      'Deployment shop/cart</bdi>, owner <bdi>team-checkout</bdi>',
      'It cannot be seen: The API server answered 503',
    ]) {
      expect(watched).toContain(said);
    }
    expect(await page(UNWATCHED)).not.toContain('id="alerts"');
  });
});

describe('an answer', () => {
  test('is recorded for who gave it', async () => {
    const { post, written } = await given();
    expect(await post(`${ALERT}/answer`, { ...ANSWER, person: 'Grace' })).toEqual({
      status: 202,
      body: { kind: 'taken', choice: 'roll-back' },
    });
    expect(written).toEqual([{ kind: 'answer', id: STORY_ID, what: ANSWER, by: { id: 'Grace', name: 'Grace' } }]);
  });

  test('to a question that has changed is 409 with the reason', async () => {
    const { post } = await given();
    expect(await post(`${ALERT}/answer`, { ...ANSWER, version: 1, person: 'Grace' })).toMatchObject({
      status: 409,
      body: { code: 'ALERT_ANSWER_REFUSED', detail: 'The recommendation has changed since.' },
    });
  });

  test('to a migration that is not there is 404', async () => {
    const { post } = await given();
    expect((await post('/api/migrations/m-none/alert/answer', { ...ANSWER, person: 'Grace' })).status).toBe(404);
    expect((await post('/api/migrations/%22/alert/answer', { ...ANSWER, person: 'Grace' })).status).toBe(404);
  });

  test.each([
    [{ ...ANSWER, choice: 'rollback' }, 'choice: read "rollback"'],
    [{ ...ANSWER, version: 0 }, 'version: read 0'],
    [{ choice: 'continue', reason: 'go on' }, 'version: read nothing'],
    [{ ...ANSWER, reason: ' a ' }, 'reason: read " a "'],
  ])('%j is refused, and nothing is done', async (body, detail) => {
    const { post, written } = await given();
    expect(await post(`${ALERT}/answer`, { ...body, person: 'Grace' })).toMatchObject({
      status: 400,
      body: { code: 'BODY_NOT_UNDERSTOOD', detail: expect.stringContaining(detail) },
    });
    expect(written).toEqual([]);
  });

  test('without a person nothing is done: neither by nobody, nor by a key', async () => {
    const nameless = await given();
    expect(await nameless.post(`${ALERT}/answer`, ANSWER)).toMatchObject({
      status: 400,
      body: { code: 'HTTP_PERSON' },
    });
    const key = await given({ HTTP_AUTH: 'function-key' });
    for (const [path, body] of [
      [`${ALERT}/answer`, ANSWER],
      ['/api/on-call/test', {}],
    ] as const) {
      expect(await key.post(path, body)).toMatchObject({ status: 403, body: { code: 'HTTP_NOBODY' } });
    }
    expect([...nameless.written, ...key.written]).toEqual([]);
  });
});

test('a test of on-call says channel by channel what came of it', async () => {
  const { post } = await given();
  expect(await post('/api/on-call/test', { person: 'Grace' })).toEqual({ status: 200, body: ON_CALL_TEST });
  expect((await post('/api/on-call/test', { person: 'Grace', channel: 'x' })).status).toBe(400);
});
