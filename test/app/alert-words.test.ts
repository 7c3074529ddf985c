import { describe, expect, test } from 'vitest';
import type { RuleView } from '../../shared/app/alerts/alert-views.ts';
import {
  amountText,
  gapMinutes,
  minuteValues,
  numberText,
  staleText,
  valueText,
  worstFirst,
} from '../../shared/app/alerts/alert-words.ts';
import { minuteChart } from '../../shared/app/alerts/minute-chart.ts';
import { remainingText, wayBackText } from '../../shared/app/migration-words.ts';
import { unseenSpans } from '../../web/charts/rule-chart.ts';

const AT = Date.parse('2026-11-20T08:00:30Z');
const ago = (seconds: number) => new Date(AT - seconds * 1_000).toISOString();
const look = (seconds: number, value?: number) => ({ at: ago(seconds), ...(value !== undefined && { value }) });
const view = { asOf: ago(0), evaluatedAt: ago(20) };

describe('the minutes of a chart', () => {
  test('each has its highest value; one in which nobody could see has none', () => {
    const chart = [look(200, 1), look(150), look(100, 5), look(81, 2), look(20, 0)];
    expect(minuteValues({ chart }, view, 5)).toEqual([undefined, 1, undefined, 5, 0]);
  });

  test('a look that came late leaves no hole, up to two and a half minutes', () => {
    expect(minuteValues({ chart: [look(170, 3), look(20, 1)] }, view, 3)).toEqual([3, 3, 1]);
    expect(minuteValues({ chart: [look(171, 3), look(20, 1)] }, view, 3)).toEqual([3, undefined, 1]);
  });

  test('what could not be seen is not filled with what was seen before', () => {
    expect(minuteValues({ chart: [look(140, 3), look(80), look(20, 1)] }, view, 3)).toEqual([3, undefined, 1]);
  });

  test('nobody has looked for a while: the chart goes on to now, without values', () => {
    const stale = { asOf: ago(0), evaluatedAt: ago(151) };
    expect(minuteValues({ chart: [look(151, 3)] }, stale, 4)).toEqual([undefined, 3, undefined, undefined]);
  });

  test('in a terminal one character each: 0 is the lowest, the highest of value and threshold the highest', () => {
    expect(minuteChart([0, undefined, 5, 10], 5)).toBe('▁·▅█');
    expect(minuteChart([1, 0], 100)).toBe('▂▁');
    expect(minuteChart([0, 0], 0)).toBe('▁▁');
    expect(minuteChart([undefined], 0)).toBe('·');
  });

  test('on a page what nobody saw reaches from what was seen before to what was seen after', () => {
    expect(unseenSpans([undefined, 1, undefined, undefined, 2, undefined])).toEqual([
      [0, 1],
      [1, 4],
      [4, 5],
    ]);
    expect(unseenSpans([1, 2])).toEqual([]);
  });
});

describe('how old it is', () => {
  test.each([
    [150, undefined],
    [151, 'Nobody has looked for 2 min: what is below was then, and may be otherwise now.'],
  ])('a look %i s ago', (seconds, said) => {
    expect(staleText({ asOf: ago(0), evaluatedAt: ago(seconds) })).toBe(said);
  });

  test('no look at all is said', () => expect(staleText({ asOf: ago(0) })).toBe('Nobody has looked yet.'));

  test('a gap counts as far as it lies in the last hour', () => {
    const gaps = [
      { from: ago(4_200), to: ago(3_300) },
      { from: ago(600), to: ago(300) },
    ];
    expect(gapMinutes({ gaps, asOf: ago(0) })).toBe(10);
  });
});

test('a value stands beside what is too much; one that is missing is not 0', () => {
  expect(valueText({ value: 12.345, threshold: 10, unit: 'percent above the baseline' })).toBe(
    '12.35 percent above the baseline; more than 10 is too much',
  );
  expect(valueText({ threshold: 0, unit: 'pods' })).toBe('no value; more than 0 is too much');
  expect(numberText(3)).toBe('3');
});

test.each([
  [0, 'pods', '0 pods'],
  [1, 'pods', '1 pod'],
  [1.004, 'nodes', '1 node'],
  [1.01, 'nodes', '1.01 nodes'],
  [1, 'restarts per node and hour', '1 restart per node and hour'],
  [1, 'percent above the baseline', '1 percent above the baseline'],
  [2, 'events', '2 events'],
])('%d of %s is said as %s', (value, unit, said) => {
  expect(amountText(value, unit)).toBe(said);
});

test('the worst rule comes first, and among equals the one that has been so for longest', () => {
  const rule = (kind: RuleView['kind'], seconds: number) => ({ kind, since: ago(seconds) }) as RuleView;
  const sorted = worstFirst([rule('healthy', 9), rule('unknown', 1), rule('breached', 5), rule('breached', 60)]);
  expect(sorted.map(({ kind, since }) => [kind, since])).toEqual([
    ['breached', ago(60)],
    ['breached', ago(5)],
    ['unknown', ago(1)],
    ['healthy', ago(9)],
  ]);
});

describe('the way back in a list', () => {
  const until = new Date(AT + 14_280_000).toISOString();
  test.each([
    [{ kind: 'possible', until }, 'possible for 3 h 58 min'],
    [{ kind: 'ending-soon', until }, 'ends in 3 h 58 min'],
    [{ kind: 'ending-soon' }, 'ends soon'],
    [{ kind: 'possible' }, 'possible'],
    [{ kind: 'over', until }, 'over'],
    [{ kind: 'unknown', until }, 'unknown'],
  ] as const)('%j is told as %s', (viability, said) => {
    expect(wayBackText({ ...viability, why: '', endings: [] }, AT)).toBe(said);
  });

  test('what has passed is not negative', () => expect(remainingText(ago(5), AT)).toBe('0 s'));
});
