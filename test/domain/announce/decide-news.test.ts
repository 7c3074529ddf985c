import { expect, test } from 'vitest';
import { Notify } from '../../../shared/app/messages.ts';
import { decideNews, dropUnsent } from '../../../shared/domain/announce/decide-news.ts';
import { newsTimes } from '../../../shared/domain/announce/news-due.ts';
import type { NewsRecord } from '../../../shared/domain/announce/news-record.ts';
import type { EvidenceEntry } from '../../../shared/domain/evidence/entry.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { AT, givenControlPlaneStep, givenMigration, HOUR, MINUTE } from '../../support/migration.ts';

const BEGAN = AT - HOUR;
const DAY = 24 * HOUR;

function entry(kind: EvidenceEntry['kind'], at: number, rest: Partial<EvidenceEntry> = {}): EvidenceEntry {
  return {
    migrationId: 'm-0123456789ab',
    seq: 1,
    at,
    who: 'image-steward',
    kind,
    what: 'a test',
    previous: '',
    hash: '',
    ...rest,
  };
}

const CHAIN = [entry('created', BEGAN - MINUTE), entry('step', BEGAN, { after: { step: 'check' } })];

interface Given {
  readonly now?: number;
  readonly awake?: boolean;
  readonly chain?: readonly EvidenceEntry[];
  readonly left?: readonly string[];
}

function decide(
  before: NewsRecord | undefined,
  migration: Migration,
  { now = AT, awake = true, chain = CHAIN, left = [] }: Given = {},
) {
  const times = newsTimes(migration, chain);
  const facts = { migration, chain, times, watch: undefined, left };
  return decideNews(before, { now, awake, timeZone: 'Europe/Amsterdam', facts, idOf: (text) => text });
}

const said = (record: NewsRecord | undefined) => record?.toSend.map(({ news }) => news.what);
const sent = (record: NewsRecord | undefined) => record && { ...record, toSend: [] };
const drained = (nodes: string[]) => ({ done: nodes, stuck: [], evicted: 0 });
const replaced = (overrides: Partial<Migration>) => givenMigration({ route: 'pool-replacement', ...overrides });

test('a migration that begins is told with all that a reader needs, and fits the queue', () => {
  const record = decide(undefined, givenMigration());
  expect(record).toEqual({
    format: 1,
    migrationId: 'm-0123456789ab',
    settled: ['started'],
    toSend: [
      {
        id: '["m-0123456789ab","started"]',
        at: AT,
        word: 'started',
        news: {
          what: 'started',
          migrationId: 'm-0123456789ab',
          plan: { id: 'p0123456789a', hash: 'a'.repeat(64) },
          clusterId: givenMigration().clusterId,
          cluster: 'shop-prod',
          pool: 'apps',
          environment: 'production',
          region: 'westeurope',
          timeZone: 'Europe/Amsterdam',
          status: 'running',
          step: 'check',
          title: 'The work on pool apps of shop-prod has begun.',
          notes: [
            'It began at 2026-11-20 07:00 UTC.',
            'It is at the step check: Looks at cluster, pool, quota and health before anything is changed.',
          ],
          startedAt: BEGAN,
          late: false,
        },
      },
    ],
    notes: [],
    dropped: 0,
  });
  const [first] = record?.toSend ?? [];
  const message = { kind: 'migration-news', id: first?.id, at: first?.at, ...first?.news };
  expect(Notify.parse(message)).toEqual(message);
  expect(decide(record, givenMigration())).toBe(record);
});

test.each<[string, Partial<Migration>]>([
  ['a dry run', { dryRun: true }],
  ['a dry run that is half done', { dryRun: true, route: 'pool-replacement', step: 'hold' }],
  ['a dry run that has ended', { dryRun: true, status: 'completed', step: 'close', endedAt: AT }],
  ['one that waits for its window', { status: 'waiting' }],
  ['one that was paused before it began', { status: 'paused', pause: { because: 'a test', by: 'Ada', at: AT } }],
])('of %s nothing is said', (_what, overrides) => {
  expect(decide(undefined, givenMigration(overrides))).toBeUndefined();
});

test('a record that there is of a dry run is over at once, and nothing is noted', () => {
  const record = { format: 1, migrationId: 'm-0123456789ab', settled: [], toSend: [], notes: [], dropped: 0 } as const;
  const half: NewsRecord = { ...record, halfAt: AT - HOUR };
  const over = decide(half, replaced({ dryRun: true, step: 'watch' }));
  expect(over).toEqual({ ...half, overAt: AT });
  expect(decide(over, replaced({ dryRun: true, step: 'watch' }), { now: AT + HOUR })).toBe(over);
});

test.each<[string, Migration, boolean]>([
  ['one node of three is empty', replaced({ step: 'drain-source', drain: drained(['n1']) }), false],
  ['two nodes of three are empty', replaced({ step: 'drain-source', drain: drained(['n1', 'n2']) }), true],
  ['the source is not drained yet', replaced({ step: 'cordon-source', drain: drained([]) }), false],
  ['the source is held', replaced({ step: 'hold', drain: drained(['n1', 'n2', 'n3']) }), true],
  ['AKS upgrades the control plane', givenMigration({ route: 'control-plane', step: 'follow-control-plane' }), true],
  ['AKS is about to be asked', givenMigration({ route: 'control-plane', step: 'upgrade-control-plane' }), false],
  [
    'it is paused half way',
    replaced({ step: 'drain-source', status: 'paused', drain: drained(['n1', 'n2', 'n3']) }),
    false,
  ],
  [
    'it is on the way back',
    replaced({ step: 'drain-target', direction: 'back', drain: drained(['n1', 'n2', 'n3']) }),
    false,
  ],
])('whether half is told when %s', (_what, migration, told) => {
  const started = sent(decide(undefined, givenMigration()));
  expect(said(decide(started, migration))).toEqual(told ? ['progress'] : []);
});

test('of an upgrade in place half is counted by nodes on the target image', () => {
  const started = sent(decide(undefined, givenMigration()));
  const node = (name: string, onTarget: boolean) =>
    ({ name, side: 'source', ready: true, cordoned: false, onTarget }) as const;
  const seen = (...nodes: ReturnType<typeof node>[]): Migration =>
    givenMigration({
      step: 'follow-upgrade',
      sight: { at: AT, viability: { kind: 'possible', why: '', endings: [] }, nodes },
    });
  expect(said(decide(started, seen(node('n1', true), node('n2', false), node('n3', false))))).toEqual([]);
  const half = decide(started, seen(node('n1', true), node('n2', false)));
  expect(half?.toSend[0]?.news).toMatchObject({
    what: 'progress',
    title: 'The work on pool apps of shop-prod is half done: 1 of 2 nodes are on the target image.',
  });
});

test('the end is told when the watch begins: what was done, what is left, how long it took', () => {
  const migration = replaced({ step: 'watch', stepSince: AT, drain: { ...drained(['n1', 'n2', 'n3']), evicted: 41 } });
  const chain = [
    ...CHAIN,
    entry('outcome', BEGAN + MINUTE, { after: { kind: 'accepted' } }),
    entry('outcome', BEGAN + 31 * MINUTE, { after: { kind: 'drained' } }),
    entry('step', AT, { after: { step: 'watch' } }),
  ];
  const started = sent(decide(undefined, givenMigration()));
  const record = decide(started, migration, { chain, left: ['The target pool gets its scaling.'] });
  expect(record?.toSend[0]?.news).toMatchObject({
    what: 'ended',
    title: 'The work on pool apps of shop-prod is done.',
    notes: [
      'It began at 2026-11-20 07:00 UTC.',
      'It took 30 minutes of work: 3 nodes, 41 pods moved, 2 writes, 0 pauses.',
      'The longest step was check: 60 minutes.',
      'The target pool gets its scaling.',
      'It is watched until 2026-11-21 08:00 UTC, and longer while an alert is open.',
    ],
    startedAt: BEGAN,
    endedAt: AT,
    late: false,
  });
  expect(record?.overAt).toBeUndefined();
});

test('where nobody looks at its health the end does not claim that it is watched', () => {
  const viability = { kind: 'possible', why: '', endings: [] } as const;
  const sight = { at: AT, viability, alert: { kind: 'none', why: 'Nobody watches it.' } } as const;
  const record = decide(undefined, replaced({ step: 'watch', stepSince: AT, sight }));
  expect(record?.toSend[0]?.news.notes.at(-1)).toBe('It is kept open until 2026-11-21 08:00 UTC. Nobody watches it.');
});

test('one that turned back says who wanted it, why, and what it leaves', () => {
  const chain = [
    ...CHAIN,
    entry('command', AT - 20 * MINUTE, {
      who: 'Ben',
      what: 'The cart is slow. The source is opened.',
      before: { command: 'roll-back' },
    }),
    entry('ended', AT, { what: 'The way back is done.' }),
  ];
  const migration = replaced({ status: 'rolled-back', direction: 'back', step: 'close', endedAt: AT });
  const record = decide(sent(decide(undefined, givenMigration())), migration, { chain });
  expect(record?.toSend[0]?.news).toMatchObject({
    what: 'ended',
    status: 'rolled-back',
    title: 'The work on pool apps of shop-prod was rolled back.',
    notes: [
      'It began at 2026-11-20 07:00 UTC.',
      'It went the way back to its end, and what was changed on the way is put back.',
      'Ben: The cart is slow. The source is opened.',
      'The way back is done.',
      'It took less than a minute of work: 0 writes, 0 pauses.',
      'The longest step was check: 60 minutes.',
    ],
  });
  expect(record?.overAt).toBe(AT);
});

test('one that was aborted before it began says that nothing was changed', () => {
  const record = decide(undefined, givenMigration({ status: 'aborted', endedAt: AT }), { chain: [] });
  expect(record?.toSend[0]?.news).toMatchObject({
    title: 'The work on pool apps of shop-prod ended before it began.',
    notes: ['Nothing was changed.'],
  });
  expect(record?.notes).toEqual([]);
});

test('a way back that begins in the watch ends once more, and no all-clear follows', () => {
  const done = sent(decide(undefined, givenMigration({ step: 'watch' })));
  const back = decide(done, givenMigration({ status: 'running', direction: 'back', step: 'restore-version' }));
  expect(back).toEqual(done);
  const record = decide(done, givenMigration({ status: 'rolled-back', direction: 'back', step: 'close', endedAt: AT }));
  expect([said(record), record?.toSend[0]?.id]).toEqual([['ended'], '["m-0123456789ab","turned"]']);
});

test('what begins and ends in one night is one word in the morning: late, with when it began, the others noted', () => {
  const night = { awake: false, now: BEGAN + 20 * MINUTE };
  expect(decide(undefined, givenMigration(), night)).toBeUndefined();
  const half = decide(undefined, replaced({ step: 'hold' }), night);
  expect(half).toMatchObject({ halfAt: night.now, toSend: [], settled: [] });
  const watched = replaced({ step: 'watch', stepSince: BEGAN + HOUR });
  const morning = decide(half, watched, { now: BEGAN + 5 * HOUR });
  expect(
    morning?.toSend.map(({ news: { what, late, startedAt, endedAt } }) => ({ what, late, startedAt, endedAt })),
  ).toEqual([{ what: 'ended', late: true, startedAt: BEGAN, endedAt: BEGAN + HOUR }]);
  expect(morning?.notes.map(({ word, why }) => [word, why])).toEqual([
    ['progress', 'The work was over before anybody could be told.'],
    ['started', '"ended" was due as well and says it too.'],
  ]);
  expect(morning?.dropped).toBe(2);
});

test('what began at night and is half done in the morning is one word: its beginning, and how far it is', () => {
  const migration = replaced({ step: 'drain-source', drain: drained(['n1', 'n2']) });
  const record = decide(undefined, migration, { now: BEGAN + 5 * HOUR });
  expect(record?.toSend.map(({ news: { what, title, late } }) => ({ what, title, late }))).toEqual([
    {
      what: 'started',
      title: 'The work on pool apps of shop-prod has begun, and is half done: 2 of 3 nodes are emptied.',
      late: true,
    },
  ]);
  expect(record?.settled).toEqual(['started', 'progress']);
  expect(record?.notes.map(({ word }) => word)).toEqual(['progress']);
});

test('what began at night and still runs in the morning is told as late', () => {
  const record = decide(undefined, givenMigration(), { now: BEGAN + 5 * HOUR });
  expect(record?.toSend[0]?.news).toMatchObject({ what: 'started', late: true });
});

test('a beginning that is not known to be sent when the work is over is dropped with a note', () => {
  const started = decide(undefined, givenMigration());
  const record = decide(started, givenMigration({ step: 'watch' }), { now: AT + 2 * HOUR });
  expect(said(record)).toEqual(['ended']);
  expect(record?.notes).toEqual([
    { word: 'started', at: AT + 2 * HOUR, why: 'It was not known to be sent before the work was over.' },
  ]);
});

test.each<[string, number, string[]]>([
  ['just under three days', 3 * DAY - 1, ['not-clear']],
  ['three days', 3 * DAY, []],
])('what ended %s ago is told, or dropped with a note', (_what, ago, words) => {
  const migration = givenMigration({ status: 'completed', step: 'close', endedAt: AT - ago });
  const record = decide(undefined, migration);
  expect(said(record)).toEqual(words);
  expect(record?.overAt).toBe(AT);
  if (words.length === 0) expect(record?.notes.map(({ word }) => word)).toEqual(['started', 'done', 'clear']);
});

test('what could not be sent for three days is given up with a note, also when nothing more is said', () => {
  const over = { ...decide(undefined, givenMigration({ status: 'aborted', endedAt: AT })), overAt: AT } as NewsRecord;
  expect(dropUnsent(over, AT + 3 * DAY - 1)).toBe(over);
  expect(decide(over, givenMigration({ status: 'aborted', endedAt: AT }), { now: AT + 3 * DAY })).toMatchObject({
    toSend: [],
    dropped: 1,
    notes: [{ word: 'turned' }],
  });
});

test('a control plane is named as one', () => {
  const record = decide(undefined, givenMigration({ route: 'control-plane', work: givenControlPlaneStep() }));
  expect(record?.toSend[0]?.news.title).toBe('The work on the control plane of shop-prod has begun.');
  expect(record?.toSend[0]?.news).not.toHaveProperty('pool');
});
