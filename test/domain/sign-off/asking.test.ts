import { describe, expect, test } from 'vitest';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import type { Ask } from '../../../shared/domain/sign-off/ask.ts';
import { askDates, firstRegion } from '../../../shared/domain/sign-off/ask-dates.ts';
import type { AskFacts } from '../../../shared/domain/sign-off/asked.ts';
import { type AskingFacts, decideAsk, withoutStale } from '../../../shared/domain/sign-off/asking.ts';
import { requirementOfPlan } from '../../../shared/domain/sign-off/owners.ts';
import type { RoleHolders } from '../../../shared/domain/sign-off/people.ts';
import { NO_MEMBERS } from '../../../shared/domain/sign-off/people.ts';
import type { SignOff } from '../../../shared/domain/sign-off/sign-off.ts';
import { signOffState } from '../../../shared/domain/sign-off/state.ts';
import type { Successor } from '../../../shared/domain/sign-off/void-news.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../support/plan.ts';
import { givenSignOff } from '../../support/sign-off.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon in Amsterdam. */
const OPENS = Date.parse('2026-12-18T11:00:00Z');
const DUE = Date.parse('2026-12-03T23:00:00Z');
const ASKED_AT = Date.parse('2026-12-04T08:00:00Z');

const [ADA, BEN, CEM, DANA] = ['a', 'b', 'c', 'd'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
const named = (id: string | undefined, name: string) => ({ id: id ?? '', name });
const PEOPLE: RoleHolders = {
  roles: { platform: { people: [named(ADA, 'Ada')], groups: [] } },
  owners: {
    payments: { people: [named(BEN, 'Ben')], groups: [] },
    shop: { people: [named(CEM, 'Cem')], groups: [] },
  },
  operators: NO_MEMBERS,
};
const [ada, ben] = [
  (at: number) => yes(ADA, 'Ada', 'platform', at),
  (at: number) => yes(BEN, 'Ben', 'application', at, { owners: ['payments'] }),
];

function yes(id: string | undefined, name: string, role: SignOff['role'], at: number, more: Partial<SignOff> = {}) {
  return givenSignOff(name, role, { person: named(id, name), at, expiresAt: at + 30 * DAY, ...more });
}

function planOf(digit: string, owners: readonly string[], opens: readonly number[] = [OPENS]): MigrationPlan {
  const step = givenStep({
    windows: opens.map((at) => ({ opens: at, closes: at + 6 * HOUR })),
    dependencies: { classification: 'simple', reasons: [], owners },
  });
  return givenPlan(digit, {
    waves: [givenWave({ clusters: [givenClusterPlan({ name: 'aks-shop-weu', steps: [step] })] })],
  });
}

const PLAN = planOf('a', ['payments']);

function askFacts(plan: MigrationPlan, signOffs: readonly SignOff[], now: number): AskFacts {
  const requirement = requirementOfPlan(plan, DEFAULT_PLAN_SETTINGS.signOffs);
  return { people: PEOPLE, delegations: [], signOffs, requirement, now };
}

function successor(plan: MigrationPlan, signOffs: readonly SignOff[], now: number): Successor {
  const dates = askDates(plan, () => 'Europe/Amsterdam');
  const facts = askFacts(plan, signOffs, now);
  return { plan, ...(dates && { asked: { plan, dates, facts, state: signOffState(facts) } }) };
}

interface Given {
  readonly plan?: MigrationPlan | 'none';
  readonly signOffs?: readonly SignOff[];
  readonly replaced?: { readonly plan: MigrationPlan; readonly signOffs: readonly SignOff[]; readonly begun?: boolean };
  readonly whole?: boolean;
}

function decide(
  before: Ask | undefined,
  now: number,
  { plan = PLAN, signOffs = [], replaced, whole = true }: Given = {},
) {
  const facts: AskingFacts = {
    now,
    quiet: { from: '20:00', to: '08:00' },
    timeZone: 'Europe/Amsterdam',
    whole,
    idOf: (text) => text,
    ...(plan !== 'none' && { proposed: successor(plan, signOffs, now) }),
    ...(replaced && {
      replaced: {
        plan: replaced.plan,
        facts: askFacts(replaced.plan, replaced.signOffs, now),
        begun: replaced.begun ?? false,
      },
    }),
  };
  return decideAsk(before, '1 ', facts);
}

/** As it stands after it was sent. */
function sent(ask: Ask | undefined): Ask {
  if (!ask) throw new Error('nothing was decided');
  return { ...ask, toSend: [] };
}
const asked = (given: Given = {}) => sent(decide(undefined, ASKED_AT, given));
const told = (ask: Ask | undefined) => (ask?.toSend ?? []).map(({ news }) => news);
const whats = (ask: Ask | undefined) => told(ask).map(({ what }) => what);

describe('asking', () => {
  test('is due from the date of the cluster that goes first', () => {
    expect(askDates(PLAN, () => 'Europe/Amsterdam')).toEqual({ due: DUE, opens: OPENS, closes: OPENS + 6 * HOUR });
    expect(askDates(planOf('a', [], []), () => 'UTC')).toBeUndefined();
    const later = givenClusterPlan({ region: 'eastus', steps: [givenStep({ windows: [{ opens: 2, closes: 3 }] })] });
    const first = { ...later, region: 'japaneast', steps: [givenStep({ windows: [{ opens: 1, closes: 2 }] })] };
    const without = { ...first, communication: [] };
    const plan = givenPlan('a', { waves: [givenWave({ clusters: [later, without] })] });
    expect(firstRegion(plan)).toBe('japaneast');
    expect(askDates(plan, () => 'UTC')).toEqual({ due: 1 - 14 * DAY, opens: 1, closes: 3 });
  });

  test.each([
    [DUE - 1, 0],
    // Due at midnight, and said when people wake.
    [DUE, 0],
    [Date.parse('2026-12-04T06:59:59Z'), 0],
    [Date.parse('2026-12-04T07:00:00Z'), 1],
    [OPENS + HOUR, 1],
    [OPENS + 6 * HOUR - 1, 1],
    [OPENS + 6 * HOUR, 0],
  ])('at %i there is so much to say: %i', (now, count) => {
    expect(told(decide(undefined, now))).toHaveLength(count);
  });

  test('says who is asked, for what, and by when, once', () => {
    const ask = decide(undefined, ASKED_AT);
    expect(ask).toEqual({
      format: 1,
      scope: '1 ',
      planId: PLAN.id,
      planHash: PLAN.hash,
      askedAt: ASKED_AT,
      reminded: [],
      lateTold: [],
      told: 'awaited',
      said: 1,
      toSend: [
        {
          id: JSON.stringify(['1 ', 0, 'asked', PLAN.hash]),
          at: ASKED_AT,
          news: {
            what: 'asked',
            plan: { id: PLAN.id, hash: PLAN.hash },
            title: `Please sign plan ${PLAN.id} for aks-shop-weu: its first window opens at 2026-12-18 11:00 UTC.`,
            why: [],
            awaited: [
              { role: 'platform', missing: 1, owners: [] },
              { role: 'application', missing: 1, owners: ['payments'] },
            ],
            asks: [
              { ...named(ADA, 'Ada'), role: 'platform' },
              { ...named(BEN, 'Ben'), role: 'application', owner: 'payments' },
            ],
            clusters: [{ clusterId: PLAN.waves[0]?.clusters[0]?.clusterId, name: 'aks-shop-weu' }],
            opens: OPENS,
          },
        },
      ],
    });
    expect(decide(sent(ask), ASKED_AT + HOUR)).toEqual(sent(ask));
  });

  test('nobody is asked for a plan without a window', () => {
    expect(decide(undefined, ASKED_AT, { plan: planOf('a', ['payments'], []) })).toBeUndefined();
  });

  test('nobody is asked who has said yes; a plan that is signed already is told to be complete', () => {
    expect(told(decide(undefined, ASKED_AT, { signOffs: [ada(DUE)] }))[0]?.asks.map(({ name }) => name)).toEqual([
      'Ben',
    ]);
    expect(whats(decide(undefined, ASKED_AT, { signOffs: [ada(DUE), ben(DUE)] }))).toEqual(['complete']);
  });

  test('the same plan is asked about once, also after its windows', () => {
    const over = decide(asked(), OPENS + 6 * HOUR);
    expect(over).toEqual({ ...asked(), over: 'past' });
    expect(decide(over, OPENS + DAY)).toBe(over);
  });
});

describe('reminders', () => {
  test.each([
    [7 * DAY + 1, []],
    [7 * DAY, ['reminder']],
    [DAY, ['reminder']],
    [1, ['reminder']],
    [0, []],
  ])('%i ms before the first window: %j', (left, what) => {
    expect(whats(decide(asked(), OPENS - left))).toEqual(what);
  });

  test('each is sent once, and one that was overtaken is not sent after it', () => {
    const first = decide(asked(), OPENS - 7 * DAY);
    expect(first?.reminded).toEqual([7]);
    expect(told(first)[0]?.title).toBe(
      `Plan ${PLAN.id} still needs sign-offs: its first window opens in 7 days, at 2026-12-18 11:00 UTC.`,
    );
    expect(decide(sent(first), OPENS - 6 * DAY)).toEqual(sent(first));
    const last = decide(sent(first), OPENS - DAY);
    expect(last?.reminded).toEqual([7, 3, 1]);
    expect(whats(last)).toEqual(['reminder']);
    expect(told(last)[0]?.title).toContain('opens within a day');
  });

  test('asking late stands for those that were due by then', () => {
    const late = decide(undefined, OPENS - 2 * DAY);
    expect([whats(late), late?.reminded]).toEqual([['asked'], [7, 3]]);
  });

  test('nobody is reminded of what is complete, and of what is not sent when the window has opened', () => {
    const complete = sent(decide(asked(), ASKED_AT + HOUR, { signOffs: [ada(ASKED_AT), ben(ASKED_AT)] }));
    const quiet = decide(complete, OPENS - 3 * DAY, { signOffs: [ada(ASKED_AT), ben(ASKED_AT)] });
    expect([whats(quiet), quiet?.reminded]).toEqual([[], [7, 3]]);
    const unsent = decide(asked(), OPENS - DAY);
    if (!unsent) throw new Error('nothing was decided');
    expect(withoutStale(unsent, OPENS - 1)).toBe(unsent);
    expect(withoutStale(unsent, OPENS).toSend).toEqual([]);
  });
});

describe('what became of the words', () => {
  test('complete is told once, with who said yes', () => {
    const signOffs = [ada(ASKED_AT), ben(ASKED_AT)];
    const complete = decide(asked(), ASKED_AT + HOUR, { signOffs });
    expect(told(complete)).toMatchObject([
      {
        what: 'complete',
        title: `All sign-offs of plan ${PLAN.id} are there.`,
        why: ['Ada (platform) has said yes.', 'Ben (application for payments) has said yes.'],
        awaited: [],
        asks: [],
      },
    ]);
    expect(decide(sent(complete), ASKED_AT + 2 * HOUR, { signOffs })).toEqual(sent(complete));
  });

  test('a refusal is told with its reason; when it is taken back people are asked again', () => {
    const no = yes(CEM, 'Cem', 'security', ASKED_AT, { kind: 'refuse', reason: 'audit week' });
    const refused = decide(asked(), ASKED_AT + HOUR, { signOffs: [no] });
    expect(told(refused)).toMatchObject([
      {
        what: 'refused',
        title: `Plan ${PLAN.id} is refused by Cem (security): nothing of it begins until that is taken back.`,
        why: ['audit week'],
        asks: [],
      },
    ]);
    const again = decide(sent(refused), ASKED_AT + 2 * HOUR);
    expect(told(again)).toMatchObject([
      {
        what: 'reminder',
        title: `Plan ${PLAN.id} for aks-shop-weu needs sign-offs again: a word was taken back or has expired.`,
      },
    ]);
    expect(new Set([again, refused].flatMap((ask) => ask?.toSend ?? []).map(({ id }) => id)).size).toBe(2);
  });

  test('a yes that expires is asked for again', () => {
    const signOffs = [ada(ASKED_AT), { ...ben(ASKED_AT), expiresAt: ASKED_AT + DAY }];
    const complete = sent(decide(asked(), ASKED_AT + HOUR, { signOffs }));
    expect(decide(complete, ASKED_AT + DAY - 1, { signOffs })).toEqual(complete);
    const again = decide(complete, ASKED_AT + DAY, { signOffs });
    expect([whats(again), told(again)[0]?.asks.map(({ name }) => name)]).toEqual([['reminder'], ['Ben']]);
    // Of a plan whose first window has opened what is left waits for it.
    const open = decide(complete, OPENS + HOUR, { signOffs });
    expect(withoutStale(sent(open), OPENS + 2 * HOUR)).toEqual(sent(open));
    expect(open && withoutStale(open, OPENS + 2 * HOUR)).toBe(open);
  });

  test('a late yes is told to those who follow the plan and to the one who gave it; complete comes after it', () => {
    const signOffs = [ada(ASKED_AT), ben(OPENS + 60_000)];
    const late = decide(asked(), OPENS + HOUR, { signOffs });
    expect(told(late)).toMatchObject([
      {
        what: 'late',
        title: `Plan ${PLAN.id} was signed late by Ben (application for payments).`,
        why: [
          expect.stringMatching(/^Ben \(application for payments\): This sign-off came late: the first window opened/),
        ],
        asks: [{ ...named(BEN, 'Ben'), role: 'application', owner: 'payments' }],
      },
    ]);
    const complete = decide(sent(late), OPENS + HOUR + 900_000, { signOffs });
    expect(whats(complete)).toEqual(['complete']);
    expect(whats(decide(sent(complete), OPENS + 2 * HOUR, { signOffs }))).toEqual([]);
  });
});

describe('a plan that is not proposed as it was', () => {
  const signed = [ada(ASKED_AT), ben(ASKED_AT)];
  const before = () => sent(decide(asked(), ASKED_AT + HOUR, { signOffs: signed }));
  const replaced = { plan: PLAN, signOffs: signed };

  test('is void: it says what changed, whose word is needed no more, and asks those whose word is needed now', () => {
    const after = planOf('b', ['shop'], [OPENS + DAY]);
    const next = decide(before(), ASKED_AT + 2 * HOUR, { plan: after, replaced });
    expect(next).toMatchObject({ planHash: after.hash, told: 'awaited' });
    const [gone, anew] = told(next);
    expect(gone).toEqual({
      what: 'void',
      plan: { id: PLAN.id, hash: PLAN.hash },
      title: `Plan ${PLAN.id} is not proposed any more: plan ${after.id} is proposed in its place.`,
      why: [
        'Its sign-offs do not count any more.',
        'aks-shop-weu/apps: its window moved from 2026-12-18 11:00 to 2026-12-18 17:00 UTC to 2026-12-19 11:00 to 2026-12-19 17:00 UTC.',
        'No word is needed any more of Ben (application for payments).',
      ],
      awaited: [],
      asks: [
        { ...named(ADA, 'Ada'), role: 'platform' },
        { ...named(CEM, 'Cem'), role: 'application', owner: 'shop' },
      ],
      clusters: [{ clusterId: PLAN.waves[0]?.clusters[0]?.clusterId, name: 'aks-shop-weu' }],
    });
    expect(anew).toMatchObject({
      what: 'asked',
      plan: { id: after.id, hash: after.hash },
      asks: [
        { name: 'Ada', role: 'platform' },
        { name: 'Cem', role: 'application', owner: 'shop' },
      ],
    });
    expect(whats(decide(sent(next), ASKED_AT + 3 * HOUR, { plan: after }))).toEqual([]);
  });

  test('whoever had not said anything and is needed as before is not named as one it concerns', () => {
    const after = planOf('b', ['payments'], [OPENS + DAY]);
    const next = decide(asked(), ASKED_AT + HOUR, { plan: after, replaced: { plan: PLAN, signOffs: [ben(ASKED_AT)] } });
    expect(told(next)[0]?.asks.map(({ name }) => name)).toEqual(['Ben']);
  });

  test('who signed without being named in the settings is told too', () => {
    const dana = yes(DANA, 'Dana', 'platform', ASKED_AT);
    const local = givenSignOff('Eve', 'platform', { person: { id: 'eve', name: 'Eve' } });
    const after = planOf('b', ['payments'], [OPENS + DAY]);
    const next = decide(asked(), ASKED_AT + HOUR, { plan: after, replaced: { plan: PLAN, signOffs: [dana, local] } });
    expect(told(next)[0]?.asks.map(({ name }) => name)).toEqual(['Dana']);
  });

  test('nobody had signed: it says so', () => {
    const next = decide(asked(), ASKED_AT + HOUR, {
      plan: planOf('b', ['payments'], [OPENS + DAY]),
      replaced: { plan: PLAN, signOffs: [] },
    });
    expect(told(next)[0]?.why[0]).toBe('Nobody had signed it; it cannot be signed any more.');
  });

  test('its successor is asked for on its own date, and both are said by then', () => {
    const after = givenPlan('b', {
      waves: [
        givenWave({
          clusters: [
            givenClusterPlan({
              steps: [givenStep({ windows: [{ opens: OPENS + 30 * DAY, closes: OPENS + 31 * DAY }] })],
              communication: [{ kind: 'sign-off-and-lock', from: '2027-01-03', to: '2027-01-10', state: 'to-come' }],
            }),
          ],
        }),
      ],
    });
    const next = decide(before(), ASKED_AT + 2 * HOUR, { plan: after, replaced });
    expect([whats(next), next?.over]).toEqual([['void'], 'void']);
    expect(told(next)[0]?.why.at(-1)).toBe(
      'Sign-offs of the plan in its place are asked for from 2027-01-02 23:00 UTC on.',
    );
    expect(decide(sent(next), ASKED_AT + 3 * HOUR, { plan: after })).toEqual(sent(next));
    expect(whats(decide(sent(next), Date.parse('2027-01-03T08:00:00Z'), { plan: after }))).toEqual(['asked']);
  });

  test('when it comes back as it was it is asked about, or told, again', () => {
    const other = decide(before(), ASKED_AT + 2 * HOUR, { plan: planOf('b', ['shop']), replaced });
    const back = decide(sent(other), ASKED_AT + 3 * HOUR, {
      signOffs: signed,
      replaced: { plan: planOf('b', ['shop']), signOffs: [] },
    });
    expect(whats(back)).toEqual(['void', 'complete']);
    const ids = [other, back].flatMap((ask) => ask?.toSend ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  test('no plan in its place: it is void where the proposal is whole, and nothing is said where it is not', () => {
    const gone = decide(before(), ASKED_AT + 2 * HOUR, { plan: 'none', replaced });
    expect(told(gone)).toMatchObject([
      {
        what: 'void',
        title: `Plan ${PLAN.id} is not proposed any more.`,
        why: ['Its sign-offs do not count any more.', 'No plan is proposed for its clusters.'],
        asks: [{ name: 'Ada' }, { name: 'Ben' }],
      },
    ]);
    expect(decide(before(), ASKED_AT + 2 * HOUR, { plan: 'none', replaced, whole: false })).toEqual(before());
  });

  test('one that was begun is over without a word, and the next one is asked for', () => {
    const after = planOf('b', ['payments'], [OPENS + DAY]);
    const next = decide(before(), ASKED_AT + 2 * HOUR, { plan: after, replaced: { ...replaced, begun: true } });
    expect([whats(next), next?.planHash]).toEqual([['asked'], after.hash]);
  });

  test('one that is not kept any more is void all the same', () => {
    const next = decide(before(), ASKED_AT + 2 * HOUR, { plan: planOf('b', ['payments']) });
    expect(told(next)[0]?.why).toContain('What changed is not known: it is not kept any more.');
  });

  test('nothing of it is said at night', () => {
    const night = Date.parse('2026-12-05T21:00:00Z');
    expect(decide(before(), night, { plan: planOf('b', ['payments']), replaced })).toEqual(before());
  });
});
