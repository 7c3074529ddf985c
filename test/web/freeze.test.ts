import { afterEach, describe, expect, test } from 'vitest';
import { UpstreamError } from '../../shared/domain/errors.ts';
import type { Behind } from '../../shared/host/http/answer.ts';
import { showPlanPage, showPlansPage } from '../../shared/host/http/routes/plan-pages.ts';
import { STORY_ID } from '../support/migration-story.ts';
import { givenMigrations, MIGRATION_ROUTES } from './support/given-migrations.ts';
import { givenPlans } from './support/given-plans.ts';
import { givenStory } from './support/given-story.ts';
import { Validator } from './support/openapi-answers.ts';
import { type Served, serve } from './support/serve.ts';

const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function served(behind: Behind) {
  const one = await serve([...MIGRATION_ROUTES, showPlansPage, showPlanPage], behind);
  open.push(one);
  const send = async (method: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${one.url}/api/freeze`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { url: one.url, send, page: async (path: string) => (await fetch(one.url + path)).text() };
}
const given = async (...args: Parameters<typeof givenMigrations>) => served((await givenMigrations(...args)).behind);

const REASON = 'the sale is on';

describe('the API', () => {
  test('freezes, says so, and lifts it, each as the OpenAPI document says', async () => {
    const { url, send } = await given();
    const validator = new Validator(await (await fetch(`${url}/api/openapi.json`)).json());
    const get = async () => (await fetch(`${url}/api/freeze`)).json();
    expect(await get()).toMatchObject({ frozen: false });
    const frozen = await send('POST', { reason: REASON, person: 'Ada' });
    const state = {
      asOf: '2026-11-20T08:00:00.000Z',
      frozen: true,
      says: 'The fleet is frozen by Ada since 2026-11-20 08:00 UTC: the sale is on.',
      freeze: { by: 'Ada', at: '2026-11-20T08:00:00.000Z', reason: REASON },
    };
    expect(frozen).toEqual({ status: 200, body: { kind: 'frozen', state } });
    expect(await send('POST', { reason: 'me too', person: 'Ben' })).toEqual({
      status: 200,
      body: { kind: 'frozen-already', state },
    });
    expect(await get()).toEqual(state);
    const lifted = await send('DELETE', { person: 'Ben' });
    expect(lifted).toMatchObject({ status: 200, body: { kind: 'lifted', state: { lifted: { by: 'Ben' } } } });
    expect((await send('DELETE', { person: 'Ben', reason: 'it is over' })).body['kind']).toBe('not-frozen');
    expect([
      ...validator.problems('GET', '/api/freeze', 200, await get()),
      ...validator.problems('POST', '/api/freeze', 200, frozen.body),
      ...validator.problems('DELETE', '/api/freeze', 200, lifted.body),
    ]).toEqual([]);
  });

  test.each([
    [{ person: 'Ada' }, 'reason: read nothing, expected text of 3 to 1000 characters'],
    [{ person: 'Ada', reason: ' a ' }, 'reason: read " a ", expected text of 3 to 1000 characters'],
    [{ person: 'Ada', reason: REASON, until: 'noon' }, 'expected reason, person as the fields of one object'],
  ])('%j is refused, and nothing is frozen', async (body, detail) => {
    const { url, send } = await given();
    expect(await send('POST', body)).toMatchObject({ status: 400, body: { code: 'BODY_NOT_UNDERSTOOD', detail } });
    expect(await (await fetch(`${url}/api/freeze`)).json()).toMatchObject({ frozen: false });
  });

  test('nobody freezes or lifts without a name; a function key is nobody; another site is not let in', async () => {
    const local = await given();
    expect((await local.send('POST', { reason: REASON })).body['code']).toBe('HTTP_PERSON');
    expect((await local.send('DELETE', {})).body['code']).toBe('HTTP_PERSON');
    const foreign = { origin: 'https://evil.example' };
    expect((await local.send('DELETE', { person: 'Eve' }, foreign)).body['code']).toBe('HTTP_FOREIGN_ORIGIN');
    const keyed = await given(undefined, { HTTP_AUTH: 'function-key' });
    for (const method of ['POST', 'DELETE']) {
      expect(await keyed.send(method, { reason: REASON })).toMatchObject({
        status: 403,
        body: { code: 'HTTP_NOBODY' },
      });
    }
    expect(await (await fetch(`${keyed.url}/api/freeze`)).json()).toMatchObject({ frozen: false });
  });
});

describe('the pages', () => {
  const BANNER = /<div id="frozen"><section class="frozen".*?<\/section><\/div>/s;

  test('say on each of them who froze the fleet, when, why, and how to lift it; hostile text stays text', async () => {
    const { send, page } = await given();
    await send('POST', { reason: '<script>alert(1)</script>\u202egp', person: 'Ada & Co' });
    for (const path of ['/migrations', `/migrations/${STORY_ID}`, '/migrations/m-none']) {
      const [banner = ''] = BANNER.exec(await page(path)) ?? [];
      for (const said of [
        'The fleet is frozen</h2>',
        '<bdi>Ada &amp; Co</bdi>',
        '(20 Nov 2026, 08:00 UTC)',
        '<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u{FFFD}gp.</bdi>',
        'steward unfreeze --reason',
      ]) {
        expect(banner, path).toContain(said);
      }
    }
    await send('DELETE', { person: 'Ada' });
    expect(await page('/migrations')).toContain('<div id="frozen"></div>');
  });

  test('so do the dashboard, a cluster, the plans and a plan', async () => {
    const { behind, id } = await givenPlans((await givenStory()).ports);
    const { send, page } = await served(behind);
    const paths = ['/', '/plans', `/plans/${id}`, '/plans/none', '/clusters/subscriptions/none'];
    for (const path of paths) expect(await page(path), path).toContain('<div id="frozen"></div>');
    await send('POST', { reason: REASON, person: 'Ada' });
    for (const path of paths) expect(await page(path), path).toMatch(BANNER);
  });

  test('a freeze that cannot be read is said, and the page is shown', async () => {
    const { behind } = await givenMigrations();
    const { fleet, ...rest } = await behind.running();
    const freezeState = () => Promise.reject(new UpstreamError('STORED_RECORD_UNREADABLE', 'cut off'));
    const { page } = await served({
      ...behind,
      running: async () => ({ ...rest, fleet: { ...fleet, freezeState } }),
    });
    const text = await page(`/migrations/${STORY_ID}`);
    expect(text).toContain('Whether the fleet is frozen cannot be read');
    expect(text).toContain('What you can do, and what it leaves');
  });
});
