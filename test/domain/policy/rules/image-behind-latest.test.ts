import { expect, test } from 'vitest';
import { imageBehindLatest } from '../../../../shared/domain/policy/rules/image-behind-latest.ts';
import { judgePool, outcome } from '../../../support/judging.ts';
import { givenBuild, givenCatalogue } from '../../../support/policy.ts';

const family = 'AKSUbuntu-2404gen2containerd';
const image = `${family}-202609.01.0`;
const builds = ['202609.01.0', '202609.08.0', '202609.22.0', '202610.01.0', '202610.02.0'];
const catalogue = givenCatalogue({ [family]: builds });
const limits = { maxImageAgeDays: 60, maxDaysBehind: 30, maxBuildsBehind: 3 };
const judge = (latest: string | undefined, facts = {}, pool = {}) =>
  judgePool(imageBehindLatest, {
    pool: { imageVersion: image, ...pool },
    latestImage: latest && `${family}-${latest}`,
    facts: { catalogue, limits, ...facts },
  });

test.each([
  ['202609.01.0', 'pass', 'it is the latest'],
  ['202608.20.0', 'pass', 'the pool is ahead of what was told'],
  ['202609.08.0', 'pass', '7 days and 1 build'],
  ['202610.01.0', 'pass', '30 days and 3 builds: both limits are just kept'],
  ['202610.02.0', 'low', '31 days and 4 builds: both are broken'],
  ['202611.01.0', 'medium', '61 days'],
  ['202611.30.0', 'medium', '90 days'],
  ['202612.01.0', 'high', '91 days'],
])('latest %s: %s (%s)', (latest, expected, _why) => {
  expect(outcome(judge(latest))).toBe(expected);
});

test('more than the days but not more than the builds is no finding: images of this family come seldom', () => {
  const seldom = givenCatalogue({ [family]: ['202609.01.0', '202610.02.0'] });
  expect(outcome(judge('202610.02.0', { catalogue: seldom }))).toBe('pass');
});

test('builds that were never announced do not count where others were', () => {
  const quiet = givenCatalogue({
    [family]: [
      givenBuild('202609.01.0'),
      ...['202609.08.0', '202609.15.0', '202609.22.0'].map((version) => givenBuild(version, { announced: false })),
      givenBuild('202610.02.0', { announced: false }),
    ],
  });
  expect(outcome(judge('202610.02.0', { catalogue: quiet }))).toBe('pass');
  const silent = givenCatalogue({ [family]: builds.map((version) => givenBuild(version, { announced: false })) });
  expect(outcome(judge('202610.02.0', { catalogue: silent }))).toBe('low');
});

test.each([
  ['the catalogue does not know the family', givenCatalogue(), undefined],
  ['the catalogue ends before the latest image', givenCatalogue({ [family]: ['202609.01.0', '202609.08.0'] }), 2],
])('days alone decide when %s', (_, known, buildsBehind) => {
  const verdict = judge('202610.02.0', { catalogue: known });
  expect(outcome(verdict)).toBe('low');
  expect(verdict).toMatchObject({ facts: buildsBehind ? { buildsBehind, moreBuildsPossible: true } : {} });
});

test('says how far behind, which image is offered, and until when this one is supported', () => {
  expect(judge('202610.02.0')).toMatchObject({
    kind: 'violates',
    severity: 'low',
    facts: {
      daysBehind: 31,
      maxDaysBehind: 30,
      buildsBehind: 4,
      maxBuildsBehind: 3,
      moreBuildsPossible: false,
      latestImage: `${family}-202610.02.0`,
    },
    why: 'Azure offers an image that is 31 days and 4 builds newer, so this pool misses what was fixed since.',
    deadline: '2026-11-30',
  });
});

test('a Windows pool is not reported on the day its monthly image comes out', () => {
  const windows = 'AKSWindows-2022-containerd';
  const verdict = judgePool(imageBehindLatest, {
    pool: { osType: 'Windows', imageVersion: `${windows}-20348.5386.260715` },
    latestImage: `${windows}-20348.5622.260909`,
    facts: {
      limits,
      catalogue: givenCatalogue({
        [windows]: [
          { version: '20348.5386.260715', imageDate: '2026-07-15', announced: true },
          { version: '20348.5499.260812', imageDate: '2026-08-12', announced: true },
          { version: '20348.5622.260909', imageDate: '2026-09-09', announced: true },
        ],
      }),
    },
  });
  expect(outcome(verdict)).toBe('pass');
});

test.each([
  ['no image', { imageVersion: undefined }, '202610.02.0', 'the image version'],
  ['no latest image', {}, undefined, 'the latest image for this class of pool'],
  [
    'an auto-provisioned pool',
    { kind: 'auto-provisioned' },
    undefined,
    'the latest image (Azure has none to tell for auto-provisioned pools)',
  ],
] as const)('%s is unknown', (_, pool, latest, missing) => {
  expect(judge(latest, {}, pool)).toEqual({ kind: 'unknown', missing: [missing] });
});

test('a latest image of another family cannot be compared', () => {
  const verdict = judgePool(imageBehindLatest, {
    pool: { imageVersion: image },
    latestImage: 'AKSUbuntu-2204gen2containerd-202612.01.0',
  });
  expect(verdict).toEqual({
    kind: 'unknown',
    missing: [
      'a latest image of the same family (Azure offers AKSUbuntu-2204gen2containerd-202612.01.0, which cannot be compared)',
    ],
  });
});
