import { describe, expect, test } from 'vitest';
import { withCommands } from '../../web/html/commands.ts';
import { agoText, dayText, momentText, relativeDay } from '../../web/html/dates.ts';
import { plain } from '../../web/html/html.ts';
import { linksFor } from '../../web/html/links.ts';
import { count, counted, ruleTitle } from '../../web/html/words.ts';
import { at } from '../support/fleet.ts';

test.each([
  ['2026-11-20', 'today'],
  ['2026-11-21', 'in 1 day'],
  ['2026-11-19', '1 day ago'],
  ['2027-03-19', 'in 119 days'],
  ['2027-03-20', 'in 4 months'],
  ['2028-11-18', 'in 24 months'],
  ['2028-11-19', 'in 2 years'],
  ['2025-11-09', '12 months ago'],
])('seen from 20 November 2026, %s is %s', (day, expected) => {
  expect(relativeDay(day, '2026-11-20')).toBe(expected);
});

test.each([
  ['2026-11-20T08:00:00Z', 'just now'],
  ['2026-11-20T07:59:00Z', '1 min ago'],
  ['2026-11-20T06:01:00Z', '119 min ago'],
  ['2026-11-20T06:00:00Z', '2 h ago'],
  ['2026-11-18T08:01:00Z', '47 h ago'],
  ['2026-11-18T08:00:00Z', '2 days ago'],
  ['2026-11-20T08:00:30Z', 'just now'],
])('seen from 08:00, %s was %s', (moment, expected) => {
  expect(agoText(moment, at('2026-11-20T08:00:00Z'))).toBe(expected);
});

test('days and moments are written out in UTC', () => {
  expect([dayText('2027-03-17'), momentText('2026-11-20T08:05:00.000Z'), dayText('soon')]).toEqual([
    '17 Mar 2027',
    '20 Nov 2026, 08:05 UTC',
    'soon',
  ]);
});

test('numbers and their words', () => {
  expect([
    count(12345),
    counted(1, 'pool'),
    counted(0, 'pool'),
    ruleTitle('images-removed'),
    ruleTitle('a-new-rule'),
  ]).toEqual(['12,345', '1 pool', '0 pools', 'Images are removed', 'a-new-rule']);
});

test('what cannot be seen in a name is made visible', () => {
  expect(plain('a\u202eb\u0000c\u200bd\u2066e')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
  expect(plain('Ünïcödé 漢字 🙂')).toBe('Ünïcödé 漢字 🙂');
});

describe('commands stand out in a next action', () => {
  test.each([
    [
      'Upgrade the node image: az aks nodepool upgrade --subscription 1-2 --resource-group rg --cluster-name a --name b --node-image-only',
      'Upgrade the node image: <code class="command">az aks nodepool upgrade --subscription 1-2 --resource-group rg --cluster-name a --name b --node-image-only</code>',
    ],
    [
      "Start it: az aks start --subscription 1 --resource-group 'r g' --name 'it'\\''s' and then go on.",
      'Start it: <code class="command">az aks start --subscription 1 --resource-group &#39;r g&#39; --name &#39;it&#39;\\&#39;&#39;s&#39;</code> and then go on.',
    ],
    [
      'Do: az aks update --subscription 1 --name a.',
      'Do: <code class="command">az aks update --subscription 1 --name a</code>.',
    ],
    ['No command, <b>only</b> text.', 'No command, &lt;b&gt;only&lt;/b&gt; text.'],
  ])('%s', async (text, expected) => {
    expect(String(await withCommands(text))).toBe(expected);
  });
});

test('a filter survives in the address, and a cluster id is encoded', () => {
  const links = linksFor(new URLSearchParams('code=k%26y'), 'v1');
  expect(links.dashboard({ severity: ['high', 'low'], search: 'a&b', exempted: false, after: undefined })).toBe(
    '/?code=k%26y&severity=high&severity=low&search=a%26b&exempted=false#findings',
  );
  expect(links.cluster('/subscriptions/1/a b?/x')).toBe('/clusters/subscriptions/1/a%20b%3F/x?code=k%26y');
  expect(linksFor(new URLSearchParams(), 'v1').dashboard()).toBe('/');
});
