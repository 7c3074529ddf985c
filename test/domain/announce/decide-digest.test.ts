import { expect, test } from 'vitest';
import { Notify } from '../../../shared/app/messages.ts';
import {
  decideDigest,
  dropOldDigests,
  hasMoved,
  isMonthlyDue,
  type RetiringEntry,
  type RetiringFleet,
} from '../../../shared/domain/announce/decide-digest.ts';
import type { DigestRecord } from '../../../shared/domain/announce/digest-record.ts';

const UBUNTU: RetiringEntry = {
  id: 'ubuntu-22.04',
  name: 'Ubuntu 22.04',
  state: 'supported',
  supportEnds: '2027-06-30',
  imagesRemoved: '2028-04-30',
  pools: 3,
  clusters: [
    { clusterId: '/c/shop', name: 'shop', pools: 2 },
    { clusterId: '/c/cart', name: 'cart', pools: 1 },
  ],
  more: 0,
};
const MARINER: RetiringEntry = {
  id: 'mariner',
  name: 'CBL-Mariner',
  state: 'images-removed',
  pools: 1,
  clusters: [{ clusterId: '/c/shop', name: 'shop', pools: 1 }],
  more: 0,
};
const AZURE_LINUX: RetiringEntry = { ...MARINER, id: 'azurelinux-3', name: 'Azure Linux 3', state: 'supported' };
/** A Monday, at ten in Amsterdam. */
const MONDAY = Date.parse('2027-02-01T09:00:00Z');
const DAY = 86_400_000;

const itemOf = ({ id: _, ...item }: RetiringEntry) => item;

function fleet(overrides: Partial<RetiringFleet> = {}): RetiringFleet {
  return { entries: [UBUNTU, AZURE_LINUX, MARINER], pools: 5, unknown: 0, partial: false, ...overrides };
}

function decide(record: DigestRecord | undefined, now = MONDAY, overrides: Partial<RetiringFleet> = {}) {
  return decideDigest(record, { now, timeZone: 'Europe/Amsterdam', fleet: fleet(overrides), idOf: (text) => text });
}

function told(record: DigestRecord | undefined): DigestRecord {
  if (!record) throw new Error('something was said');
  return { ...record, toSend: [] };
}

test.each([
  ['2027-01-31T09:00:00Z', false, 'a Sunday'],
  ['2027-01-31T23:30:00Z', true, 'a Monday by the clocks of Amsterdam'],
  ['2027-02-05T09:00:00Z', true, 'a Friday'],
  ['2027-02-06T09:00:00Z', false, 'a Saturday'],
])('at %s a first digest is due: %s (%s)', (at, due) => {
  expect(isMonthlyDue(undefined, Date.parse(at), 'Europe/Amsterdam')).toBe(due);
});

test('the first digest has what retires, the next to end first, and tells of no move', () => {
  const record = decide(undefined);
  const digest = {
    what: 'monthly',
    month: '2027-02',
    title:
      '2 systems that the fleet runs have an end, 1 of them is out of support already, the next is Ubuntu 22.04, on 2027-06-30.',
    moved: [],
    items: [MARINER, UBUNTU].map(itemOf),
    partial: false,
  };
  expect(record).toEqual({
    format: 1,
    month: '2027-02',
    told: {
      'ubuntu-22.04': { supportEnds: '2027-06-30', imagesRemoved: '2028-04-30' },
      'azurelinux-3': {},
      mariner: {},
    },
    moves: 0,
    toSend: [{ id: '["monthly","2027-02"]', at: MONDAY, digest }],
    notes: [],
    dropped: 0,
  });
  const message = { kind: 'retirement-digest', id: 'd-1', at: MONDAY, ...digest };
  expect(Notify.parse(message)).toEqual(message);
});

test('a digest is told once a month; a month in which nobody looked leaves a note', () => {
  const first = told(decide(undefined));
  expect(decide(first, MONDAY + 27 * DAY)).toBe(first);
  const march = decide(first, MONDAY + 28 * DAY);
  expect(march?.toSend.map(({ digest }) => digest.month)).toEqual(['2027-03']);
  const may = decide(first, Date.parse('2027-05-03T09:00:00Z'));
  expect(may?.toSend.map(({ digest }) => digest.month)).toEqual(['2027-05']);
  expect(may?.notes.map(({ why }) => why)).toEqual([
    'Nobody looked on a day of work in 2027-03.',
    'Nobody looked on a day of work in 2027-04.',
  ]);
});

test.each<[string, Partial<RetiringEntry>, string, unknown[]]>([
  [
    'comes earlier',
    { supportEnds: '2027-03-31' },
    'Support of Ubuntu 22.04 ends on 2027-03-31, not on 2027-06-30.',
    [{ name: 'Ubuntu 22.04', which: 'support-ends', before: '2027-06-30', after: '2027-03-31' }],
  ],
  [
    'is not announced any more, and the other moves too',
    { supportEnds: undefined, imagesRemoved: '2029-04-30' },
    'Support of Ubuntu 22.04 ends on no announced day any more (it was 2027-06-30), and 1 more date moved.',
    [
      { name: 'Ubuntu 22.04', which: 'support-ends', before: '2027-06-30' },
      { name: 'Ubuntu 22.04', which: 'images-removed', before: '2028-04-30', after: '2029-04-30' },
    ],
  ],
])('a date that %s is told at once, with the old one and the new one, and not again', (_what, change, title, moved) => {
  const first = told(decide(undefined));
  const entry = { ...UBUNTU, ...change };
  const record = decide(first, MONDAY + DAY, { entries: [entry, MARINER] });
  expect(record?.toSend.map(({ id, digest }) => ({ id, digest }))).toEqual([
    {
      id: '["moved",1]',
      digest: { what: 'moved', month: '2027-02', title, moved, items: [itemOf(entry)], partial: false },
    },
  ]);
  expect(decide(told(record), MONDAY + 2 * DAY, { entries: [entry, MARINER] })).toEqual({
    ...told(record),
    told: { 'ubuntu-22.04': told(record).told['ubuntu-22.04'], mariner: {} },
  });
});

test('a date that is announced for the first time is a move from none', () => {
  const first = told(decide(undefined));
  const entries = [UBUNTU, MARINER, { ...AZURE_LINUX, supportEnds: '2028-07-31' }];
  expect(decide(first, MONDAY + DAY, { entries })?.toSend[0]?.digest).toMatchObject({
    title: 'Support of Azure Linux 3 ends on 2028-07-31, and no day was announced before.',
    moved: [{ name: 'Azure Linux 3', which: 'support-ends', after: '2028-07-31' }],
  });
});

test('a date there and back before anybody was told is no move', () => {
  const first = told(decide(undefined));
  expect(hasMoved(first, [UBUNTU, MARINER, AZURE_LINUX])).toBe(false);
  expect(hasMoved(first, [{ ...UBUNTU, supportEnds: '2027-03-31' }])).toBe(true);
  expect(hasMoved(undefined, [UBUNTU])).toBe(false);
});

test('what the fleet does not run, or did not run when people were told, has not moved', () => {
  const first = told(decide(undefined, MONDAY, { entries: [UBUNTU] }));
  const gone = decide(first, MONDAY + DAY, { entries: [AZURE_LINUX] });
  expect(gone).toEqual({ ...first, told: {} });
  expect(decide(gone, MONDAY + 2 * DAY, { entries: [{ ...UBUNTU, supportEnds: '2027-03-31' }] })).toBe(gone);
});

test('a date that moved by the time of the digest is told in it, and only there', () => {
  const first = told(decide(undefined));
  const entries = [{ ...UBUNTU, supportEnds: '2027-03-31' }, MARINER];
  const march = decide(first, MONDAY + 28 * DAY, { entries });
  expect(march?.toSend.map(({ digest: { what, moved } }) => ({ what, moved: moved.length }))).toEqual([
    { what: 'monthly', moved: 1 },
  ]);
  expect(march?.moves).toBe(0);
});

test('what was not seen and what nobody knows is said, and an empty fleet has nothing to be told', () => {
  const record = decide(undefined, MONDAY, { entries: [AZURE_LINUX], unknown: 2, partial: true });
  expect(record?.toSend[0]?.digest).toMatchObject({
    title:
      'As far as the fleet was seen, nothing that the fleet runs has an announced end; of 2 pools nobody knows when the image ends.',
    items: [],
    partial: true,
  });
  expect(decide(undefined, MONDAY, { entries: [], pools: 0, partial: true })).toBeUndefined();
});

test('a digest that could not be sent in its month is dropped with a note', () => {
  const record = decide(undefined) as DigestRecord;
  const before = dropOldDigests(record, Date.parse('2027-02-28T22:59:59Z'), 'Europe/Amsterdam');
  expect(before).toBe(record);
  const after = dropOldDigests(record, Date.parse('2027-02-28T23:00:00Z'), 'Europe/Amsterdam');
  expect([after.toSend, after.dropped, after.notes.map(({ why }) => why)]).toEqual([
    [],
    1,
    ['It was not known to be sent when 2027-02 was over.'],
  ]);
});
