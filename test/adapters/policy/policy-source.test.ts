import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { extendAgents } from '../../../shared/adapters/policy/agents-file.ts';
import { type BundledPolicy, readBundled } from '../../../shared/adapters/policy/bundled.ts';
import { bundledPolicy, extendablePolicy, fixedPolicy } from '../../../shared/adapters/policy/policy-source.ts';
import { InputError, UpstreamError } from '../../../shared/domain/errors.ts';
import type { OverrideFile, OverrideFileName, OverrideFiles } from '../../../shared/ports/override-files.ts';
import { NOW } from '../../support/fleet.ts';

let shipped: BundledPolicy;
beforeAll(async () => {
  shipped = await readBundled();
});

/** A store of files that can be told to fail. */
function givenFiles(texts: Partial<Record<OverrideFileName, string>> = {}) {
  const files = new Map<string, OverrideFile>();
  const kept = new Map<string, OverrideFile>();
  let version = 0;
  const state = {
    reads: 0,
    broken: false,
    savingBroken: false,
    kept,
    put(name: OverrideFileName, text: string | undefined) {
      version += 1;
      if (text === undefined) files.delete(name);
      else files.set(name, { text, etag: `"${version}"` });
    },
    port: {
      async read(name) {
        state.reads += 1;
        if (state.broken) throw new UpstreamError('STORE_REFUSED', 'the store answers 503');
        return files.get(name);
      },
      async lastGood(name) {
        if (state.broken) throw new UpstreamError('STORE_REFUSED', 'the store answers 503');
        return kept.get(name);
      },
      async saveLastGood(name, accepted) {
        if (state.savingBroken) throw new UpstreamError('STORE_REFUSED', 'the store answers 503');
        kept.set(name, accepted);
      },
    } satisfies OverrideFiles,
  };
  for (const [name, text] of Object.entries(texts)) state.put(name as OverrideFileName, text);
  return state;
}

function givenSource(files: OverrideFiles) {
  const clock = { at: NOW, now: () => clock.at };
  const source = extendablePolicy(files, clock, async () => shipped);
  return {
    load: () => source.load(),
    later: () => {
      clock.at += 60_000;
      return source.load();
    },
    clock,
  };
}

const later2204 = JSON.stringify({ asOf: '2026-11-01', entries: [{ id: 'ubuntu-22.04', supportEnds: '2027-09-30' }] });
const entry = (policy: { calendar: { entries: readonly { id: string }[] } }, id: string) =>
  policy.calendar.entries.find((one) => one.id === id);

test('what ships is in force on a laptop, and is read once', async () => {
  let reads = 0;
  const source = await bundledPolicy(async () => {
    reads += 1;
    return shipped;
  });
  expect(reads).toBe(0);
  const [policy] = await Promise.all([source.load(), source.load()]);
  expect(policy).toMatchObject({ calendar: { origin: 'bundled', asOf: '2026-10-08' }, trouble: [] });
  expect(reads).toBe(1);
});

test("a person's own texts extend what ships, and an unsound one is refused with its place", async () => {
  const read = async () => shipped;
  const calendar = '{ "asOf": "2026-11-01" }';
  const own = await fixedPolicy({ calendar, images: '{ "approved": ["AKSUbuntu-2404*"] }' }, read).load();
  expect(own).toMatchObject({
    calendar: { origin: 'extended', asOf: '2026-11-01' },
    images: { approved: ['AKSUbuntu-2404*'], knownBad: shipped.images.knownBad },
    trouble: [],
  });
  await expect(fixedPolicy({ images: '{ "aproved": [] }' }, read).load()).rejects.toMatchObject({
    code: 'POLICY_UNREADABLE',
    message: expect.stringContaining('aproved'),
  });
});

test('without files of the user, what ships is in force and nothing is wrong', async () => {
  const policy = await givenSource(givenFiles().port).load();
  expect(policy.calendar.origin).toBe('bundled');
  expect(policy.images).toEqual(shipped.images);
  expect(policy.trouble).toEqual([]);
});

test('a file overrides the fields it names and keeps the rest', async () => {
  const policy = await givenSource(givenFiles({ 'calendar.json': later2204 }).port).load();
  expect(policy.calendar).toMatchObject({ origin: 'extended', asOf: '2026-11-01' });
  expect(policy.calendar.entries).toHaveLength(18);
  const before = entry(await givenSource(givenFiles().port).load(), 'ubuntu-22.04');
  expect(entry(policy, 'ubuntu-22.04')).toEqual({ ...before, supportEnds: '2027-09-30' });
});

test('null takes a date back, and a new entry and a new Kubernetes minor are added', async () => {
  const text = JSON.stringify({
    entries: [
      { id: 'flatcar', imagesRemoved: null },
      {
        id: 'own-image',
        osType: 'Linux',
        families: ['AKSUbuntu-2204gen2containerd'],
        osSkus: [],
        status: 'retired',
        supportEnds: null,
        imagesRemoved: null,
        successorOsSku: null,
        confidence: 'high',
        source: ['us'],
      },
    ],
    kubernetes: [{ version: '1.38', standardSupportEnd: '2028-02', source: ['us'] }],
  });
  const policy = await givenSource(givenFiles({ 'calendar.json': text }).port).load();
  expect(policy.trouble).toEqual([]);
  expect(entry(policy, 'flatcar')).not.toHaveProperty('imagesRemoved');
  expect(entry(policy, 'own-image')).toMatchObject({ status: 'retired', kubernetes: [] });
  expect(policy.calendar.kubernetes.at(-1)).toEqual({ minor: '1.38', standardEnds: '2028-02-29', sources: ['us'] });
});

describe('a bad calendar is refused with the place, and what ships stays in force', () => {
  test.each([
    ['', 'calendar.json: is not JSON: Unexpected end of JSON input'],
    ['{', "calendar.json: is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
    ['[]', 'calendar.json: the whole file: Invalid input: expected object, received array'],
    ['{"entires":[]}', 'calendar.json: the whole file: Unrecognized key: "entires"'],
    [
      '{"entries":[{"id":"ubuntu-22.04","supportEnds":"2027-02-30"}]}',
      'calendar.json: entries[0].supportEnds: expected a real day, as in 2027-06-30',
    ],
    [
      '{"entries":[{"id":"ubuntu-22.04"},{"id":"ubuntu-22.04"}]}',
      'calendar.json: entries[1]: ubuntu-22.04 is there twice',
    ],
    [
      '{"entries":[{"id":"ubuntu-22.4","supportEnds":"2027-06-30"}]}',
      'calendar.json: entries[0].osType: Invalid option: expected one of "Linux"|"Windows" (nothing that ships is called ubuntu-22.4, so it must be whole)',
    ],
    [
      '{"kubernetes":[{"version":"1.38","standardSupportEnd":"soon"}]}',
      'calendar.json: kubernetes[0].standardSupportEnd: expected a real day (2027-06-30) or a month (2027-06, which means its last day)',
    ],
  ])('%s', async (text, what) => {
    const policy = await givenSource(givenFiles({ 'calendar.json': text }).port).load();
    expect(policy.calendar.origin).toBe('bundled');
    expect(policy.trouble).toEqual([
      {
        id: 'policy/calendar.json',
        code: 'CALENDAR_UNREADABLE',
        what: `${what}. Only what ships is in force.`,
        nextAction: 'Mend calendar.json in the policy container; it is read again within a minute.',
      },
    ]);
  });

  test('a file over 4 MB is not even parsed', async () => {
    const policy = await givenSource(givenFiles({ 'calendar.json': ' '.repeat(4 * 1024 * 1024 + 1) }).port).load();
    expect(policy.trouble[0]?.what).toBe('calendar.json: is larger than 4 MB. Only what ships is in force.');
  });
});

describe('the last good version stays in force', () => {
  test('when a bad one comes after it, and until a good one comes again', async () => {
    const files = givenFiles({ 'calendar.json': later2204 });
    const source = givenSource(files.port);
    await source.load();

    files.put('calendar.json', '{');
    const bad = await source.later();
    expect(entry(bad, 'ubuntu-22.04')).toMatchObject({ supportEnds: '2027-09-30' });
    expect(bad.trouble[0]?.what).toContain('The last good version stays in force.');

    files.put('calendar.json', later2204.replace('09-30', '10-31'));
    const mended = await source.later();
    expect(entry(mended, 'ubuntu-22.04')).toMatchObject({ supportEnds: '2027-10-31' });
    expect(mended.trouble).toEqual([]);
  });

  test('across a restart', async () => {
    const files = givenFiles({ 'calendar.json': later2204 });
    await givenSource(files.port).load();
    files.put('calendar.json', '{');
    const policy = await givenSource(files.port).load();
    expect(entry(policy, 'ubuntu-22.04')).toMatchObject({ supportEnds: '2027-09-30' });
    expect(policy.calendar.origin).toBe('extended');
    expect(policy.trouble).toHaveLength(1);
  });

  test('when the store does not answer', async () => {
    const files = givenFiles({ 'calendar.json': later2204 });
    const source = givenSource(files.port);
    await source.load();
    files.broken = true;
    const policy = await source.later();
    expect(entry(policy, 'ubuntu-22.04')).toMatchObject({ supportEnds: '2027-09-30' });
    expect(policy.trouble.map(({ id, what }) => [id, what])).toEqual([
      [
        'policy/calendar.json',
        'calendar.json could not be fetched: the store answers 503. The last good version stays in force.',
      ],
      [
        'policy/image-policy.json',
        'image-policy.json could not be fetched: the store answers 503. Only what ships is in force.',
      ],
    ]);
  });

  test('also when it could not be kept at first: keeping it is tried again', async () => {
    const files = givenFiles({ 'calendar.json': later2204 });
    files.savingBroken = true;
    const source = givenSource(files.port);
    expect((await source.load()).calendar.origin).toBe('extended');
    expect(files.kept.size).toBe(0);
    files.savingBroken = false;
    await source.later();
    expect(files.kept.get('calendar.json')?.text).toBe(later2204);
  });

  test('but not when its owner takes the file away', async () => {
    const files = givenFiles({ 'calendar.json': later2204 });
    const source = givenSource(files.port);
    await source.load();
    files.put('calendar.json', undefined);
    const policy = await source.later();
    expect(policy.calendar.origin).toBe('bundled');
    expect(policy.trouble).toEqual([]);
  });
});

test('the files are looked at once a minute, however many ask', async () => {
  const files = givenFiles();
  const source = givenSource(files.port);
  await Promise.all([source.load(), source.load()]);
  source.clock.at += 59_999;
  await source.load();
  expect(files.reads).toBe(2);
  source.clock.at += 1;
  await source.load();
  expect(files.reads).toBe(4);
});

test('a clock that was set back looks again', async () => {
  const files = givenFiles();
  const source = givenSource(files.port);
  await source.load();
  source.clock.at -= 1;
  await source.load();
  expect(files.reads).toBe(4);
});

test('the examples in data/README.md are accepted', async () => {
  const readme = readFileSync(new URL('../../../data/README.md', import.meta.url), 'utf8');
  const [calendar, images, agents, ...others] = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json);
  expect(others).toEqual([]);
  const policy = await givenSource(givenFiles({ 'calendar.json': calendar, 'image-policy.json': images }).port).load();
  expect(policy.trouble).toEqual([]);
  expect(policy.calendar.origin).toBe('extended');
  expect(policy.images.approved).toEqual(['AKSUbuntu-2404*', 'AKSAzureLinux-V3*']);
  const extended = extendAgents({ asOf: '2026-10-08', agents: [] }, agents ?? '');
  expect(extended.agents.map(({ id }) => id)).toEqual(['our-probe']);
});

describe('image-policy.json', () => {
  const bad = { pattern: 'AKSUbuntu-2404*-202610.*', reason: 'DNS fails.' };

  test('adds to what ships', async () => {
    const text = JSON.stringify({ approved: ['AKSUbuntu-2404*'], knownBad: [bad] });
    const policy = await givenSource(givenFiles({ 'image-policy.json': text }).port).load();
    expect(policy.images).toEqual({ approved: ['AKSUbuntu-2404*'], knownBad: [bad, ...shipped.images.knownBad] });
  });

  test('overrides a pattern that ships, or leaves out all of them', async () => {
    const [first] = shipped.images.knownBad;
    const own = {
      pattern: first?.pattern,
      reason: 'Mitigated by our own DaemonSet; kept for the record.',
      fixedIn: '202401.01.0',
    };
    const one = await givenSource(givenFiles({ 'image-policy.json': JSON.stringify({ knownBad: [own] }) }).port).load();
    expect(one.images.knownBad).toEqual([own, ...shipped.images.knownBad.slice(1)]);
    const none = await givenSource(givenFiles({ 'image-policy.json': '{"useBundledKnownBad":false}' }).port).load();
    expect(none.images).toEqual({ knownBad: [] });
  });

  test.each([
    ['{"approved":"AKS*"}', 'image-policy.json: approved: Invalid input: expected array, received string'],
    [
      '{"knownBad":[{"pattern":"*","reason":"all"}]}',
      'image-policy.json: knownBad[0].pattern: Too small: expected string to have >=3 characters; knownBad[0].pattern: expected an image version that starts with AKS; * stands for any text',
    ],
  ])('%s is refused', async (text, what) => {
    const policy = await givenSource(givenFiles({ 'image-policy.json': text }).port).load();
    expect(policy.images).toEqual(shipped.images);
    expect(policy.trouble).toMatchObject([
      { id: 'policy/image-policy.json', code: 'POLICY_UNREADABLE', what: `${what}. Only what ships is in force.` },
    ]);
  });
});

test('what ships and is not sound is an error, and is read again for the next who asks', async () => {
  let first = true;
  const source = extendablePolicy(givenFiles().port, { now: () => NOW }, async () => {
    if (!first) return shipped;
    first = false;
    throw new InputError('BUNDLED_DATA_UNREADABLE', 'retirements.json: is not JSON');
  });
  await expect(source.load()).rejects.toMatchObject({ code: 'BUNDLED_DATA_UNREADABLE' });
  expect((await source.load()).calendar.origin).toBe('bundled');
});
