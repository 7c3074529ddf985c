import { expect, test } from 'vitest';
import type { Recommendation, RuleState, WatchState } from '../../../shared/domain/alert/alert.ts';
import { type WatchFacts, watchSeen } from '../../../shared/domain/announce/watch-seen.ts';
import type { EvidenceEntry } from '../../../shared/domain/evidence/entry.ts';
import { AT, HOUR, MINUTE } from '../../support/migration.ts';

const FROM = AT;
const TO = AT + 24 * HOUR;

function rule(overrides: Partial<RuleState> = {}, reading: Partial<RuleState['reading']> = {}): RuleState {
  return {
    rule: 'pending-pods',
    kind: 'healthy',
    since: FROM - HOUR,
    chart: [],
    reading: {
      rule: 'pending-pods',
      kind: 'healthy',
      threshold: 0,
      unit: 'pods',
      why: '3 pods have waited for a node longer than 2 minutes.',
      affected: [],
      background: [],
      immediate: false,
      ...reading,
    },
    ...overrides,
  };
}

function state(overrides: Partial<WatchState> = {}): WatchState {
  return {
    format: 1,
    migrationId: 'm-1',
    clusterId: 'c',
    startedAt: FROM - 2 * HOUR,
    evaluatedAt: TO - MINUTE,
    rules: [rule()],
    gaps: [],
    counters: [],
    restarts: [],
    suppressions: [],
    toDo: [],
    ...overrides,
  };
}

function seen(overrides: Partial<WatchFacts> = {}) {
  return watchSeen({ state: state(), chain: [], from: FROM, to: TO, ...overrides });
}

const entry = (kind: EvidenceEntry['kind'], at: number, rest: Partial<EvidenceEntry>): EvidenceEntry => ({
  migrationId: 'm-1',
  seq: 1,
  at,
  who: 'Ada',
  kind,
  what: 'a test',
  previous: '',
  hash: '',
  ...rest,
});

function recommendation(overrides: Partial<Recommendation>): Recommendation {
  return {
    id: 'a-1',
    rules: ['pending-pods'],
    openedAt: FROM + HOUR,
    updatedAt: FROM + HOUR,
    version: 1,
    state: 'open',
    proposed: 'hold-and-fix',
    ...overrides,
  };
}

test('a watch in which every minute was looked at and every rule was well has no trouble', () => {
  expect(seen()).toEqual({ trouble: [], besides: [] });
});

const NOT_LOOKED = ['Nobody looked at its health in the watch.'];
const gap = (from: number, to: number) => ({ gaps: [{ from, to }] });

test.each<[string, Partial<WatchFacts>, readonly string[]]>([
  ['nobody ever looked', { state: undefined }, NOT_LOOKED],
  ['the last look was before it', { state: state({ evaluatedAt: FROM - 1 }) }, NOT_LOOKED],
  ['nobody knows when it began', { from: undefined }, ['Nobody knows since when it was watched.']],
  [
    'the first look came late',
    { state: state({ startedAt: FROM + 3 * MINUTE, rules: [rule({ since: FROM + 3 * MINUTE })] }) },
    ['Nobody looked before 2026-11-20 08:03 UTC.'],
  ],
  ['the first look came within two minutes', { state: state({ startedAt: FROM + 2 * MINUTE }) }, []],
  [
    'the last look was long before its end',
    { state: state({ evaluatedAt: TO - HOUR }) },
    ['Nobody looked after 2026-11-21 07:00 UTC.'],
  ],
  [
    'there was a gap in it, and health began anew after it',
    {
      state: state({
        ...gap(FROM + HOUR, FROM + HOUR + 5 * MINUTE),
        rules: [rule({ since: FROM + HOUR + 5 * MINUTE })],
      }),
    },
    ['Nobody looked for 5 minutes of it: what was then is not known.'],
  ],
  ['it was too short', { to: TO - MINUTE }, ['It was watched for less than 24 hours.']],
  ['there was a gap before it', { state: state(gap(FROM - HOUR, FROM)) }, []],
  [
    'a gap reached into it',
    { state: state(gap(FROM - HOUR, FROM + MINUTE)) },
    ['Nobody looked for 1 minute of it: what was then is not known.'],
  ],
  [
    'a rule is breached',
    { state: state({ rules: [rule({ kind: 'breached' })] }) },
    ['3 pods have waited for a node longer than 2 minutes.'],
  ],
  [
    'a rule is unknown',
    { state: state({ rules: [rule({ kind: 'unknown' }, { why: 'Nobody answers.' })] }) },
    ['Nobody answers.'],
  ],
  [
    'a rule was broken for minutes that no pass saw',
    { state: state({ rules: [rule({ since: FROM + 2 * HOUR })] }) },
    ['The rule pending-pods has been well only since 2026-11-20 10:00 UTC.'],
  ],
  ['a rule has been well since its first minute', { state: state({ rules: [rule({ since: FROM })] }) }, []],
  [
    'a rule lost its source',
    { state: state({ rules: [rule({ kind: 'not-watched', since: FROM + 2 * HOUR })] }) },
    ['The rule pending-pods is not watched any more since 2026-11-20 10:00 UTC.'],
  ],
  [
    'a pass saw an alert',
    { chain: [entry('alert', FROM + HOUR, { what: '2 nodes are not Ready.', after: { kind: 'breached' } })] },
    ['At 2026-11-20 09:00 UTC an alert was open: 2 nodes are not Ready.'],
  ],
  [
    'a pass could not know',
    { chain: [entry('alert', FROM + HOUR, { what: 'No verdict.', after: { kind: 'unknown' } })] },
    ['At 2026-11-20 09:00 UTC its health was not known: No verdict.'],
  ],
  ['a pass saw that it is well', { chain: [entry('alert', FROM + HOUR, { after: { kind: 'healthy' } })] }, []],
  ['an alert was open before it', { chain: [entry('alert', FROM, { after: { kind: 'breached' } })] }, []],
  [
    'a person paused it',
    { chain: [entry('paused', FROM + HOUR, { what: 'The cart is slow.' })] },
    ['At 2026-11-20 09:00 UTC Ada paused it: The cart is slow.'],
  ],
  [
    'a question was answered',
    {
      state: state({
        recommendation: recommendation({
          state: 'answered',
          answer: { choice: 'continue', by: 'Ben', at: FROM + 2 * HOUR, reason: 'A load test.' },
        }),
      }),
    },
    ['At 2026-11-20 09:00 UTC a decision was asked for (pending-pods), and Ben said "continue": A load test.'],
  ],
  [
    'a question is open',
    { state: state({ recommendation: recommendation({ openedAt: FROM - HOUR }) }) },
    ['At 2026-11-20 07:00 UTC a decision was asked for (pending-pods), and nobody has answered yet.'],
  ],
  [
    'a question was asked and closed in it',
    {
      state: state({
        recommendation: recommendation({ state: 'closed', closedBecause: 'Every rule is healthy again.' }),
      }),
    },
    ['At 2026-11-20 09:00 UTC a decision was asked for (pending-pods). Every rule is healthy again.'],
  ],
  [
    'a question was closed before it',
    { state: state({ recommendation: recommendation({ openedAt: FROM - HOUR, state: 'closed' }) }) },
    [],
  ],
  [
    'a rule was not counted in full',
    { state: state({ suppressions: [{ rule: 'pending-pods', until: TO, by: 'Ben', reason: 'A job.' }] }) },
    ['The rule pending-pods was not counted in full, because of a false alarm told by Ben: A job.'],
  ],
])('when %s, it says so', (_what, facts, trouble) => {
  expect(seen(facts).trouble).toEqual(trouble);
});

test('what nobody watches, and what was ill before, is told beside it', () => {
  const rules = [
    rule({ rule: 'error-rate', kind: 'not-watched' }),
    rule({}, { background: ['Node n1 was not Ready before the migration either.'] }),
  ];
  expect(seen({ state: state({ rules }) })).toEqual({
    trouble: [],
    besides: ['Not watched: error-rate.', 'Seen, and not counted: Node n1 was not Ready before the migration either.'],
  });
});
