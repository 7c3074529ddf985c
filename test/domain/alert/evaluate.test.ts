import { describe, expect, test } from 'vitest';
import type { WatchState } from '../../../shared/domain/alert/alert.ts';
import { answerRecommendation } from '../../../shared/domain/alert/answer.ts';
import { type Evaluated, evaluateAlert } from '../../../shared/domain/alert/evaluate.ts';
import type { Signals } from '../../../shared/domain/alert/signals.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/domain/alert/thresholds.ts';
import type { Watched } from '../../../shared/domain/alert/watched.ts';
import { CART, cartPod, givenSignals, givenUntouched, givenWatched, MINUTE, NOW, SECOND, seen } from './given-alert.ts';

const ILL = {
  nodes: seen([
    { name: 'node-1', ready: false },
    { name: 'node-2', ready: true },
  ]),
};
const BLIND = { nodes: { kind: 'unknown', why: 'no answer', source: 'kubernetes' } as const };

/** A watch that was begun before the first write, and is then looked at again and again. */
class Watch {
  state: WatchState | undefined;
  watched: Watched = givenWatched();
  thresholds = DEFAULT_THRESHOLDS;
  now = NOW;

  constructor() {
    this.state = evaluateAlert({
      ...this.at(NOW - MINUTE),
      watched: givenUntouched(),
      signals: givenSignals(),
      state: undefined,
    }).state;
  }

  look(after: number, signals: Partial<Signals> = {}): Evaluated {
    this.now += after;
    const evaluated = evaluateAlert({ ...this.at(this.now), signals: givenSignals({ readAt: this.now, ...signals }) });
    this.state = evaluated.state;
    return evaluated;
  }

  answer(choice: 'roll-back' | 'hold-and-fix' | 'continue' | 'false-alarm', by = 'Ada') {
    const version = this.state?.recommendation?.version ?? 0;
    const answered = answerRecommendation(
      this.state as WatchState,
      { version, choice, by, reason: 'seen' },
      this.thresholds,
      this.now,
    );
    if (answered.kind === 'taken') this.state = answered.state;
    return answered;
  }

  private at(now: number) {
    return { state: this.state, watched: this.watched, thresholds: this.thresholds, now };
  }
}

const RESUME = expect.objectContaining({ action: { kind: 'resume', because: 'seen', by: 'Ada' } });

const kinds = ({ actions }: Evaluated) => actions.map((action) => (action.kind === 'tell' ? action.what : action.kind));

describe('a breach', () => {
  test('pauses within one look, and is no recommendation yet', () => {
    const found = new Watch().look(MINUTE, ILL);
    expect(found.verdict).toEqual({
      migrationId: 'm-1',
      kind: 'breached',
      why: '1 node is not Ready: node-1.',
      since: NOW + MINUTE,
      evaluatedAt: NOW + MINUTE,
    });
    expect(found.actions).toEqual([
      { kind: 'pause', because: '1 node is not Ready: node-1.', by: 'image-steward/alerts' },
    ]);
  });

  test.each([
    { lasts: 5 * MINUTE - SECOND, told: [] },
    { lasts: 5 * MINUTE, told: [] },
    { lasts: 5 * MINUTE + SECOND, told: ['opened'] },
  ])('that lasts $lasts ms tells $told', ({ lasts, told }) => {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.watched = givenWatched({ status: 'paused', pausedByUs: true });
    expect(kinds(watch.look(lasts, ILL))).toEqual(told);
  });

  test('of the kind that is not waited for is recommended at once', () => {
    const panic = { node: 'node-1', kind: 'kernel-panic', at: NOW, detail: 'BUG' } as const;
    expect(kinds(new Watch().look(MINUTE, { nodeTroubles: seen([panic]) }))).toEqual(['pause', 'opened']);
  });

  test('that comes and goes is one alert, not forty', () => {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.watched = givenWatched({ status: 'paused', pausedByUs: true });
    const told: string[] = [];
    for (let minute = 0; minute < 40; minute += 1) told.push(...kinds(watch.look(MINUTE, minute % 2 === 0 ? {} : ILL)));
    // The second one tells security that it has been open for half an hour.
    expect(told).toEqual(['opened', 'updated']);
  });

  test.each([
    { well: 3 * MINUTE - SECOND, kind: 'breached' },
    { well: 3 * MINUTE, kind: 'healthy' },
    { well: 3 * MINUTE + SECOND, kind: 'healthy' },
  ])('is over when it was well for three minutes without a break: $kind after $well ms', ({ well, kind }) => {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.look(MINUTE);
    watch.look(MINUTE);
    expect(watch.look(well - MINUTE).verdict.kind).toBe(kind);
  });

  test('that is well again when its five minutes are over asks nobody, and does once it is ill again', () => {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.watched = givenWatched({ status: 'paused', pausedByUs: true });
    watch.look(4 * MINUTE);
    expect(kinds(watch.look(MINUTE + SECOND))).toEqual([]);
    expect(kinds(watch.look(SECOND, ILL))).toEqual(['opened']);
  });

  test('health begins anew after a gap', () => {
    const watch = new Watch();
    watch.look(MINUTE);
    expect(watch.look(MINUTE).verdict.since).toBe(NOW - MINUTE);
    expect(watch.look(10 * MINUTE).verdict).toMatchObject({ kind: 'healthy', since: NOW + 12 * MINUTE });
  });

  test('is not over by a gap, nor by what cannot be seen', () => {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.look(MINUTE);
    expect(watch.look(10 * MINUTE).verdict.kind).toBe('breached');
    watch.look(MINUTE, BLIND);
    expect(watch.look(3 * MINUTE).verdict.kind).toBe('breached');
    expect(watch.state?.gaps).toEqual([
      { from: NOW + 2 * MINUTE, to: NOW + 12 * MINUTE },
      { from: NOW + 13 * MINUTE, to: NOW + 16 * MINUTE },
    ]);
  });
});

describe('what cannot be seen', () => {
  test.each([
    { lasts: 5 * MINUTE - SECOND, actions: [] },
    { lasts: 5 * MINUTE, actions: [] },
    { lasts: 5 * MINUTE + SECOND, actions: ['pause'] },
  ])('for $lasts ms: $actions', ({ lasts, actions }) => {
    const watch = new Watch();
    expect(watch.look(MINUTE, BLIND).verdict).toMatchObject({ kind: 'unknown', why: 'It cannot be seen: no answer' });
    const found = watch.look(lasts, BLIND);
    expect(kinds(found)).toEqual(actions);
    expect(found.actions.map((action) => action.kind === 'pause' && action.because)).toEqual(
      actions.map(() => 'Nobody can say whether it is healthy. It cannot be seen: no answer'),
    );
  });
});

describe('a recommendation', () => {
  function opened(): Watch {
    const watch = new Watch();
    watch.look(MINUTE, ILL);
    watch.watched = givenWatched({ status: 'paused', pausedByUs: true });
    watch.look(6 * MINUTE, ILL);
    return watch;
  }

  test('closes when every rule is healthy again, and the migration stays paused unless the plan says otherwise', () => {
    const watch = opened();
    for (let minute = 0; minute < 3; minute += 1) watch.look(MINUTE);
    const found = watch.look(MINUTE);
    expect(kinds(found)).toEqual(['closed']);
    watch.thresholds = { ...DEFAULT_THRESHOLDS, resumeWhenHealthy: true };
    expect(kinds(watch.look(MINUTE))).toEqual(['resume']);
    watch.watched = givenWatched({ status: 'paused', pausedByUs: false });
    expect(kinds(watch.look(MINUTE))).toEqual([]);
  });

  test('closes when the migration ended', () => {
    const watch = opened();
    watch.watched = givenWatched({ status: 'rolled-back', direction: 'back' });
    expect(watch.look(MINUTE, ILL).state.recommendation).toMatchObject({
      state: 'closed',
      closedBecause: 'The migration ended (rolled-back).',
    });
  });

  test('proposes a rollback only where there is one', () => {
    const watch = opened();
    expect(watch.state?.recommendation?.proposed).toBe('roll-back');
    watch.watched = givenWatched({
      status: 'paused',
      viability: { kind: 'over', why: 'The source is gone.', endings: [] },
    });
    const found = watch.look(MINUTE, ILL);
    expect(kinds(found)).toEqual(['updated']);
    expect(found.state.recommendation?.proposed).toBe('hold-and-fix');
  });

  test('is asked again 30 minutes after hold and fix, and not before', () => {
    const watch = opened();
    expect(watch.answer('hold-and-fix')).toMatchObject({ kind: 'taken' });
    expect(kinds(watch.look(30 * MINUTE - SECOND, ILL))).toEqual([]);
    expect(kinds(watch.look(SECOND, ILL))).toEqual(['asked-again']);
  });

  test('that is answered with going on does not pause again for the same rules, and is asked again for another', () => {
    const watch = opened();
    expect(watch.answer('continue')).toMatchObject({
      kind: 'taken',
      state: { toDo: expect.arrayContaining([RESUME]) },
    });
    watch.watched = givenWatched();
    const found = watch.look(MINUTE, ILL);
    expect({ actions: kinds(found), verdict: found.verdict.why }).toEqual({
      actions: [],
      verdict: 'Healthy but for what was accepted: node-not-ready.',
    });
    const panic = { node: 'node-2', kind: 'oom-kill', at: watch.now, detail: 'java' } as const;
    expect(kinds(watch.look(MINUTE, { ...ILL, nodeTroubles: seen([panic]) }))).toEqual(['pause', 'asked-again']);
  });

  test('that is called a false alarm is not counted for a day', () => {
    const watch = opened();
    expect(watch.answer('false-alarm')).toMatchObject({
      kind: 'taken',
      state: { toDo: expect.arrayContaining([RESUME]) },
    });
    expect(watch.state?.suppressions).toEqual([
      {
        rule: 'node-not-ready',
        object: 'Node||node-1',
        until: watch.now + 24 * 60 * MINUTE,
        by: 'Ada',
        reason: 'seen',
      },
    ]);
  });

  test('that is called a false alarm does not pause again while it settles', () => {
    const watch = opened();
    watch.answer('false-alarm');
    watch.watched = givenWatched();
    expect(watch.look(MINUTE, ILL).verdict.kind).toBe('healthy');
    expect(kinds(watch.look(MINUTE, ILL))).toEqual([]);
  });

  test('is answered once: the second of two people is told who was first', () => {
    const watch = opened();
    expect(watch.answer('roll-back', 'Ada')).toMatchObject({ kind: 'taken' });
    expect(watch.answer('continue', 'Grace')).toEqual({
      kind: 'refused',
      because: 'Ada has decided already: roll-back.',
    });
  });

  test('that is answered is no news when the way back begins', () => {
    const watch = opened();
    watch.answer('roll-back');
    watch.watched = givenWatched({ status: 'running', direction: 'back' });
    expect(kinds(watch.look(MINUTE, ILL))).toEqual([]);
    expect(kinds(watch.look(60 * MINUTE, ILL))).toEqual([]);
  });

  test('is not answered by who looked at another version of it', () => {
    const watch = opened();
    const old = { version: 0, choice: 'roll-back', by: 'Ada', reason: 'seen' } as const;
    expect(answerRecommendation(watch.state as WatchState, old, DEFAULT_THRESHOLDS, watch.now)).toEqual({
      kind: 'refused',
      because: 'The recommendation has changed since; look at it again and choose then.',
    });
  });

  test('that is decided after a hold is not asked again', () => {
    const watch = opened();
    const asked = watch.state?.recommendation;
    watch.answer('hold-and-fix');
    expect(watch.state?.recommendation?.askAgainAt).toBe(watch.now + 30 * MINUTE);
    watch.answer('roll-back');
    expect(watch.state?.recommendation).toEqual({
      ...asked,
      version: 3,
      state: 'answered',
      answer: { choice: 'roll-back', by: 'Ada', at: watch.now, reason: 'seen' },
    });
  });

  test('that was held is not rolled back by itself as soon as it is asked again', () => {
    const watch = opened();
    watch.thresholds = { ...DEFAULT_THRESHOLDS, rollBackUnansweredMinutes: 15 };
    watch.answer('hold-and-fix');
    expect(kinds(watch.look(30 * MINUTE, ILL))).toEqual(['asked-again']);
    expect(kinds(watch.look(15 * MINUTE - SECOND, ILL))).toEqual(['updated']);
    expect(kinds(watch.look(SECOND, ILL))).toEqual(['roll-back', 'answered']);
  });

  test('is not rolled back by itself while it is well', () => {
    const watch = opened();
    watch.thresholds = { ...DEFAULT_THRESHOLDS, rollBackUnansweredMinutes: 15 };
    watch.look(14 * MINUTE, ILL);
    expect(kinds(watch.look(MINUTE))).toEqual([]);
  });

  test.each([
    { open: 30 * MINUTE - SECOND, told: [] },
    { open: 30 * MINUTE, told: [] },
    { open: 30 * MINUTE + SECOND, told: ['updated'] },
  ])(
    'that is open for $open ms tells security of the delay ($told) once, and may still be answered',
    ({ open, told }) => {
      const watch = opened();
      const version = watch.state?.recommendation?.version;
      expect(kinds(watch.look(open, ILL))).toEqual(told);
      expect(kinds(watch.look(2 * SECOND, ILL))).toEqual(told.length === 0 ? ['updated'] : []);
      expect(watch.state?.recommendation?.version).toBe(version);
    },
  );

  test.each([
    { unanswered: 15 * MINUTE - SECOND, actions: [] },
    { unanswered: 15 * MINUTE, actions: ['roll-back', 'answered'] },
  ])(
    'rolls back by itself only where the settings say so: $actions after $unanswered ms',
    ({ unanswered, actions }) => {
      const watch = opened();
      watch.thresholds = { ...DEFAULT_THRESHOLDS, rollBackUnansweredMinutes: 15 };
      expect(kinds(watch.look(unanswered, ILL))).toEqual(actions);
      const never = opened();
      expect(kinds(never.look(24 * 60 * MINUTE, ILL))).toEqual(['updated']);
      expect(kinds(never.look(MINUTE, ILL))).toEqual([]);
    },
  );
});

describe('restarts are counted look by look', () => {
  const rate = ({ state }: Evaluated) => state.rules.find(({ rule }) => rule === 'restart-rate')?.reading.value;
  const counters = (...counts: ReturnType<typeof cartPod>[]) => ({ restarts: seen(counts) });

  test('what a pod had before the migration is its past', () => {
    const watch = new Watch();
    watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 0)));
    const first = evaluateAlert({
      state: undefined,
      watched: givenUntouched(),
      signals: givenSignals(counters(cartPod('cart-1', 'node-1', 40))),
      thresholds: DEFAULT_THRESHOLDS,
      now: NOW,
    });
    expect(rate(first)).toBe(0);
  });

  test('a counter that went down was reset, and what it has now is counted', () => {
    const watch = new Watch();
    watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 4)));
    expect(rate(watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 2))))).toBe(6);
  });

  test('a pod that was deleted and made again starts from 0', () => {
    const watch = new Watch();
    watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 3, 'first')));
    expect(rate(watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 0, 'second'))))).toBe(3);
    expect(rate(watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 1, 'second'))))).toBe(4);
  });

  test('a pod that moved counts where it restarts', () => {
    const watch = new Watch();
    watch.look(MINUTE, counters(cartPod('cart-1', 'node-1', 3, 'a')));
    const found = watch.look(MINUTE, counters(cartPod('cart-1', 'node-2', 3, 'b')));
    expect(found.state.restarts.map(({ node, count }) => [node, count])).toEqual([
      ['node-1', 3],
      ['node-2', 3],
    ]);
  });

  test('a workload that never was on these pools is not counted', () => {
    const watch = new Watch();
    const other = { ...cartPod('report-1', 'elsewhere', 50), workload: { ...CART, name: 'report' } };
    expect(rate(watch.look(MINUTE, counters(other)))).toBe(0);
  });
});

describe('the day after the end', () => {
  const END = NOW + 2 * MINUTE;
  const ended = givenWatched({
    status: 'rolled-back',
    direction: 'back',
    afterwards: { endedAt: END, until: END + 24 * 60 * MINUTE },
  });

  function endedWatch(before: Partial<Signals> = {}): Watch {
    const watch = new Watch();
    watch.look(MINUTE, before);
    watch.watched = ended;
    watch.look(MINUTE, before);
    return watch;
  }

  test.each([
    { lasts: 5 * MINUTE - SECOND, told: [] },
    { lasts: 5 * MINUTE, told: [] },
    { lasts: 5 * MINUTE + SECOND, told: ['opened'] },
  ])('trouble that was there at the end and lasts $lasts ms more: $told', ({ lasts, told }) => {
    const watch = endedWatch(ILL);
    expect(kinds(watch.look(lasts, ILL))).toEqual(told);
    if (told.length > 0) expect(watch.state?.recommendation?.proposed).toBe('hold-and-fix');
  });

  test('a grave event after the end is told at once, one from before it is not told again', () => {
    const panic = (at: number) => ({
      nodeTroubles: seen([{ node: 'node-1', kind: 'kernel-panic' as const, at, detail: 'BUG' }]),
    });
    expect(kinds(endedWatch().look(MINUTE, panic(END + 1)))).toEqual(['opened']);
    const told = endedWatch(panic(NOW));
    expect(kinds(told.look(10 * MINUTE, panic(NOW)))).toEqual([]);
  });

  test.each([
    { after: 24 * 60 * MINUTE - SECOND, kind: 'open' },
    { after: 24 * 60 * MINUTE, kind: 'closed' },
    { after: 24 * 60 * MINUTE + SECOND, kind: 'closed' },
  ])('$after ms after the end the question is $kind', ({ after, kind }) => {
    const watch = endedWatch(ILL);
    watch.look(6 * MINUTE, ILL);
    expect(watch.state?.recommendation?.state).toBe('open');
    watch.look(after - 6 * MINUTE, ILL);
    expect(watch.state?.recommendation?.state).toBe(kind);
  });
});

describe('before and after the first write', () => {
  const notReady = ({ state }: Evaluated) => state.rules.find(({ rule }) => rule === 'node-not-ready');
  const node = (name: string, ready: boolean, since: number) => ({ name, pool: 'web', ready, since });

  test('when the first look came after it, what Kubernetes dates before it is excused, the rest counts, and that is said', () => {
    const firstWriteAt = NOW - 10 * MINUTE;
    const { state } = evaluateAlert({
      state: undefined,
      watched: givenWatched({ firstWriteAt }),
      signals: givenSignals({
        nodes: seen([
          node('older', false, firstWriteAt - 1),
          node('same', false, firstWriteAt),
          node('younger', false, firstWriteAt + 1),
        ]),
        daemonSets: seen([
          { workload: { kind: 'DaemonSet', namespace: 'a', name: 'b' }, wanted: 1, ready: 0, failing: ['older'] },
        ]),
      }),
      thresholds: DEFAULT_THRESHOLDS,
      now: NOW,
    });
    const readings = Object.fromEntries(state.rules.map(({ rule, reading }) => [rule, reading]));
    const late =
      'The first look came after the first write: what is not dated before that write counts, and may be older.';
    expect(state.before).toMatchObject({ at: firstWriteAt, late: true, notReady: ['older'], failingDaemonSets: [] });
    expect(readings['node-not-ready']).toMatchObject({
      kind: 'breached',
      value: 2,
      background: ['Node older is not Ready: it was not before the migration either', late],
    });
    expect(readings['daemonset-failures']).toMatchObject({ kind: 'breached', background: [late] });
    expect(readings['pending-pods']).toMatchObject({ kind: 'healthy', background: [] });
  });

  test.each([
    { well: 3 * MINUTE - SECOND, kind: 'healthy' },
    { well: 3 * MINUTE, kind: 'breached' },
    { well: 3 * MINUTE + SECOND, kind: 'breached' },
  ])('what was ill before, then well for $well ms, and is ill again: $kind', ({ well, kind }) => {
    const watch = new Watch();
    watch.state = evaluateAlert({
      state: undefined,
      watched: givenUntouched(),
      signals: givenSignals(ILL),
      thresholds: DEFAULT_THRESHOLDS,
      now: NOW - MINUTE,
    }).state;
    expect(notReady(watch.look(MINUTE, ILL))?.kind).toBe('healthy');
    watch.look(MINUTE);
    watch.look(well);
    expect(notReady(watch.look(SECOND, ILL))?.kind).toBe(kind);
  });

  test('what cannot be seen is not well, and stays excused', () => {
    const watch = new Watch();
    watch.state = evaluateAlert({
      state: undefined,
      watched: givenUntouched(),
      signals: givenSignals(ILL),
      thresholds: DEFAULT_THRESHOLDS,
      now: NOW - MINUTE,
    }).state;
    watch.look(MINUTE, BLIND);
    watch.look(30 * MINUTE, BLIND);
    expect(notReady(watch.look(MINUTE, ILL))?.reading.value).toBe(0);
  });
});
