import { assert, constantFrom, nat, pre, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../shared/app/bot/commands/index.ts';
import { dayMeant } from '../../../shared/app/bot/reading/day.ts';
import { findCluster } from '../../../shared/app/bot/reading/find-cluster.ts';
import { findCommand } from '../../../shared/app/bot/reading/find-command.ts';
import { hearsMeant } from '../../../shared/app/bot/reading/hears.ts';
import { nearest, slips } from '../../../shared/app/bot/reading/near.ts';
import { takePage } from '../../../shared/app/bot/reading/page.ts';

test.each([
  ['', '', 0],
  ['a', '', 1],
  ['findngs', 'findings', 1],
  ['pluase', 'pause', 2],
  ['stauts', 'status', 1],
  ['PAUSE', 'pause', 0],
  ['ca', 'abc', 3],
])('from %j to %j it takes %i slips', (a, b, expected) => {
  expect(slips(a, b)).toBe(expected);
});

test('slips are the same both ways, and none only where the words are the same', () => {
  const word = string({ unit: constantFrom('a', 'b', 'c'), maxLength: 8 });
  assert(
    property(word, word, (a, b) => {
      expect(slips(a, b)).toBe(slips(b, a));
      expect(slips(a, b) === 0).toBe(a === b);
      expect(slips(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test.each([
  ['x', ['a', 'xy', 'status'], ['a', 'xy']],
  ['shp', ['shop', 'ship', 'status'], ['ship', 'shop']],
  ['shop', ['shop-prod', 'shop-test', 'payments'], ['shop-prod', 'shop-test']],
  ['prod', ['shop-prod'], ['shop-prod']],
  ['zzzz', ['shop'], []],
])('%j may be one of %j: %j', (typed, known, near) => {
  expect(nearest(typed, known)).toEqual(near);
});

test('every name and alias means one command only', () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]).map((name) => name.replaceAll('-', ' '));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test.each(COMMANDS.flatMap((command) => [command.name, ...command.aliases].map((name) => ({ name, command }))))(
  'what is said as $name is found, whatever its case, and what follows it',
  ({ name, command }) => {
    const words = [...name.toUpperCase().split(' '), 'shop-prod'];
    expect(findCommand(COMMANDS, { words })).toEqual({ kind: 'found', command, rest: ['shop-prod'] });
  },
);

test.each(['rollback', 'roll-back', 'Roll Back', 'undo'])('%s is the way back', (name) => {
  expect(findCommand(COMMANDS, { words: name.split(' ') })).toMatchObject({
    kind: 'found',
    command: { name: 'roll back' },
  });
});

test.each([
  ['roll shop-prod back', ['shop-prod']],
  ['Roll back shop-prod', ['shop-prod']],
  ['roll back', []],
])('%s is the way back', (text, rest) => {
  const found = findCommand(COMMANDS, { words: text.split(' ') });
  expect(found).toMatchObject({ kind: 'found', command: { name: 'roll back' }, rest });
});

test.each([
  ['findngs shop', 'findings', ['shop']],
  ['pasue shop', 'pause', ['shop']],
  ['rol back shop', 'roll back', ['shop']],
  ['unfreze', 'unfreeze', []],
])('%s is not done: it is suggested as %s', (text, name, rest) => {
  const found = findCommand(COMMANDS, { words: text.split(' ') });
  expect(found).toMatchObject({
    kind: 'near',
    commands: expect.arrayContaining([{ command: expect.objectContaining({ name }), rest }]),
  });
});

test('no slip of the finger in the name of a command is ever that command', () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  assert(
    property(constantFrom(...names), nat(), constantFrom('x', 'e', '7'), (name, place, letter) => {
      const at = place % (name.length + 1);
      const typed = name.slice(0, at) + letter + name.slice(at);
      const known = names.map((one) => one.replaceAll('-', ' '));
      pre(!known.some((one) => typed.replaceAll('-', ' ') === one || typed.replaceAll('-', ' ').startsWith(`${one} `)));
      expect(findCommand(COMMANDS, { words: typed.split(' ') }).kind).not.toBe('found');
    }),
  );
});

const SUB = '/subscriptions/1';
function named(name: string, resourceGroup: string, pools: readonly string[] = ['apps']) {
  const id =
    `${SUB}/resourcegroups/${resourceGroup}/providers/microsoft.containerservice/managedclusters/${name}`.toLowerCase();
  return { id, name, resourceGroup, subscriptionName: 'one', pools: [...pools] };
}
const shop = named('Shop-Prod', 'rg-a', ['apps', 'system']);
const pay1 = named('payments', 'rg-a', ['apps']);
const pay2 = named('payments', 'rg-b', ['apps', 'gpu']);
const all = [shop, pay1, pay2];

test.each([
  ['shop-prod', { kind: 'found', cluster: shop }],
  ['SHOP-PROD/Apps', { kind: 'found', cluster: shop, pool: 'apps' }],
  ['shop-prod/control-plane', { kind: 'found', cluster: shop, pool: 'control-plane' }],
  ['rg-a/shop-prod', { kind: 'found', cluster: shop }],
  ['rg-b/payments/gpu', { kind: 'found', cluster: pay2, pool: 'gpu' }],
  [shop.id, { kind: 'found', cluster: shop }],
  [`${shop.id.toUpperCase()}/agentPools/apps`, { kind: 'found', cluster: shop, pool: 'apps' }],
  ['payments', { kind: 'several', clusters: [pay1, pay2] }],
  ['payments/apps', { kind: 'several', clusters: [pay1, pay2], pool: 'apps' }],
  ['payments/gpu', { kind: 'found', cluster: pay2, pool: 'gpu' }],
  ['shop-prod/aps', { kind: 'no-pool', cluster: shop, pool: 'aps', near: ['apps'] }],
  ['shop-prd', { kind: 'none', near: ['Shop-Prod'] }],
  ['shop-prd/apps', { kind: 'none', near: ['Shop-Prod/apps'] }],
  ['nothing-like-it', { kind: 'none', near: [] }],
  ['a/b/c/d', { kind: 'none', near: [] }],
  [`${shop.id}/agentpools/apps/agentpools/x`, { kind: 'none', near: [] }],
])('%s is found as it is meant', (said, found) => {
  expect(findCluster(said, all)).toEqual(found);
});

test.each([
  ['2026-12-31', '2026-12-31'],
  ['2026/1/5', '2026-01-05'],
  ['31-Dec-2026', '2026-12-31'],
  ['5.january.2027', '2027-01-05'],
  ['2026-02-30', undefined],
  ['31/12/2026', undefined],
  ['12/31/2026', undefined],
  ['tomorrow', undefined],
])('%s is the day %s', (said, day) => {
  expect(dayMeant(said)).toBe(day);
});

test.each([
  [['everything'], { kind: 'clear', value: { kind: 'everything' } }],
  [['NOTHING'], { kind: 'clear', value: { kind: 'nothing' } }],
  [
    ['team=shop', 'env = x'.replaceAll(' ', '')],
    {
      kind: 'clear',
      value: {
        kind: 'tags',
        tags: [
          { key: 'team', value: 'shop' },
          { key: 'env', value: 'x' },
        ],
      },
    },
  ],
  [['to', 'team=a=b'], { kind: 'clear', value: { kind: 'tags', tags: [{ key: 'team', value: 'a=b' }] } }],
  [['team='], { kind: 'unclear', why: '“team=” is no tag: it is said as KEY=VALUE.' }],
  [['team'], { kind: 'unclear', why: '“team” is no tag: it is said as KEY=VALUE.' }],
  [Array.from({ length: 21 }, (_, n) => `t${n}=1`), { kind: 'unclear', why: '20 tags at most.' }],
])('what is to be heard: %j', (said, meant) => {
  expect(hearsMeant(said)).toEqual(meant);
});

test.each([
  [['findings', 'page', '2'], { words: ['findings'], page: 1 }],
  [['findings', 'page', '0'], { words: ['findings'], page: 0 }],
  [['findings', 'page', '9999'], { words: ['findings'], page: 999 }],
  [['findings', 'page'], { words: ['findings', 'page'], page: 0 }],
  [['findings', 'page', 'x'], { words: ['findings', 'page', 'x'], page: 0 }],
])('%j is turned to its page', (words, page) => {
  expect(takePage({ words })).toEqual(page);
});
