import { expect, test } from 'vitest';
import { pageOnCall } from '../../../shared/app/alerts/page-on-call.ts';
import type { PageOnCall } from '../../../shared/app/messages.ts';
import { givenWatching, notReady, type Watching } from '../../support/alerts/given-watched.ts';
import { AT, MINUTE } from '../../support/migration.ts';

const DOWN = { kind: 'unreachable', why: 'it answered 503' } as const;
const NO = { kind: 'refused', why: 'it answered 401: it does not take this one' } as const;

/** A recommendation that was opened, and the orders to page of it. */
async function opened(): Promise<Watching & { order(what: PageOnCall['what']): PageOnCall }> {
  const watching = await givenWatching();
  watching.show((now) => (now >= AT + 4 * MINUTE ? { nodes: notReady() } : {}));
  await watching.until(AT + 10 * MINUTE);
  const [news] = watching.announced;
  if (news?.kind !== 'alert') throw new Error('it was announced');
  for (const pages of Object.values(watching.pages)) pages.length = 0;
  const { id, at, explanation } = news;
  return { ...watching, order: (what) => ({ id: `${id}-${what}`, at, what, explanation }) };
}

const kinds = ({ pages }: Watching) =>
  Object.fromEntries(Object.entries(pages).map(([name, of]) => [name, of.map(({ kind }) => kind)]));
const findings = async ({ parts }: Watching) => (await parts.ownFindings.list()).map(({ id }) => id);

test('the first channel that takes it is enough', async () => {
  const app = await opened();
  await pageOnCall(app.parts, app.order('opened'));
  expect(kinds(app)).toEqual({ first: ['trigger'], second: [] });
  expect(await findings(app)).toEqual([]);
});

test.each([DOWN, NO])(
  'one that is $kind falls through to the next, and is a finding until it takes one',
  async (answer) => {
    const app = await opened();
    app.answers['first'] = answer;
    await pageOnCall(app.parts, app.order('opened'));
    expect(kinds(app)).toEqual({ first: [], second: ['trigger'] });
    expect(await app.parts.ownFindings.list()).toMatchObject([
      {
        id: `on-call/first/${answer.kind}`,
        code: 'ON_CALL_UNREACHABLE',
        what: `On-call channel first did not take a page: ${answer.why}`,
      },
    ]);
    app.answers['first'] = { kind: 'told' };
    await pageOnCall(app.parts, app.order('updated'));
    expect(await findings(app)).toEqual([]);
  },
);

test('when nobody takes it the message comes again', async () => {
  const app = await opened();
  app.answers['first'] = DOWN;
  app.answers['second'] = NO;
  await expect(pageOnCall(app.parts, app.order('opened'))).rejects.toThrow('not every on-call channel took a page');
  expect(await findings(app)).toEqual(['on-call/first/unreachable', 'on-call/second/refused']);
});

test('the end is told to every channel, and again until each that can be reached has heard it', async () => {
  const app = await opened();
  app.answers['second'] = DOWN;
  await expect(pageOnCall(app.parts, app.order('closed'))).rejects.toThrow('not every on-call channel took a page');
  app.answers['second'] = { kind: 'told' };
  await pageOnCall(app.parts, app.order('closed'));
  expect(kinds(app)).toEqual({ first: ['resolve', 'resolve'], second: ['resolve'] });
  // Told again under the same id: one incident, closed once.
  expect(new Set(app.pages['first']?.map(({ id }) => id)).size).toBe(1);
});

test('what was found about a channel stays while pages do not come to it', async () => {
  const app = await opened();
  app.answers['second'] = NO;
  await pageOnCall(app.parts, app.order('answered'));
  await pageOnCall(app.parts, app.order('updated'));
  expect(await findings(app)).toEqual(['on-call/second/refused']);
  await pageOnCall({ ...app.parts, onCall: app.parts.onCall.slice(0, 1) }, app.order('updated'));
  expect(await findings(app)).toEqual([]);
});
