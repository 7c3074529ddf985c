import { expect, test } from 'vitest';
import { type KnownImage, parseNodeImage } from '../../../shared/domain/fleet/node-image.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { chooseStrategy, type StrategyCase } from '../../../shared/domain/plan/strategy.ts';
import { givenCluster, givenPool } from '../../support/fleet.ts';
import { givenEntry } from '../../support/policy.ts';

const [development, , , production] = DEFAULT_PLAN_SETTINGS.environments;
if (!development || !production) throw new Error('the default settings name these two');

const image = (name: string) => parseNodeImage(name) as KnownImage;
const UBUNTU_22 = givenEntry({ id: 'ubuntu-22.04', families: ['AKSUbuntu-2204*'] });
const IN_PLACE = {
  from: ['ubuntu-22.04'],
  to: 'ubuntu-24.04',
  check: [],
  inPlace: 'yes',
  needsNewPool: false,
  sources: [],
};

function given(overrides: Partial<StrategyCase> = {}): StrategyCase {
  return {
    cluster: givenCluster({ nodeOsChannel: 'SecurityPatch' }),
    pool: givenPool(),
    image: image('AKSUbuntu-2204gen2containerd-202608.05.0'),
    entry: UBUNTU_22,
    sourceRemoved: false,
    rules: ['image-too-old'],
    moves: [IN_PLACE],
    environment: production as NonNullable<typeof production>,
    mostCritical: false,
    classification: 'simple',
    kubernetesSteps: 0,
    ...overrides,
  };
}
const leaving = { toOs: 'ubuntu-24.04', toImage: image('AKSUbuntu-2404gen2containerd-202610.08.0') };
const mild = { environment: development };

test.each<[string, Partial<StrategyCase>, string]>([
  ['a newer image of the same family', {}, 'image-upgrade'],
  ['the most critical cluster', { mostCritical: true }, 'pool-replacement'],
  ['production and complex', { classification: 'complex' }, 'pool-replacement'],
  ['production that nobody looked into', { classification: 'not-inspected' }, 'image-upgrade'],
  ['a pool on a snapshot', { pool: givenPool({ snapshotId: '/s' }) }, 'pool-replacement'],
  ['another OS in production', leaving, 'pool-replacement'],
  ['another OS in development, where AKS allows it', { ...leaving, ...mild }, 'os-sku-change'],
  ['another OS in development, but complex', { ...leaving, ...mild, classification: 'complex' }, 'pool-replacement'],
  [
    'another OS that needs a new pool',
    { ...leaving, ...mild, moves: [{ ...IN_PLACE, needsNewPool: true }] },
    'pool-replacement',
  ],
  ['another OS of which nothing is documented', { ...leaving, ...mild, moves: [] }, 'pool-replacement'],
  ['another OS, source images gone', { ...leaving, ...mild, sourceRemoved: true }, 'pool-replacement'],
  ['another OS on Windows', { ...leaving, ...mild, pool: givenPool({ osType: 'Windows' }) }, 'pool-replacement'],
  [
    'another OS on Kata',
    { ...leaving, ...mild, image: { ...given().image, flags: { kata: true } } as KnownImage },
    'pool-replacement',
  ],
  [
    'another OS on the dedicated GPU image',
    { ...leaving, ...mild, image: { ...given().image, flags: { gpu: true } } as KnownImage },
    'pool-replacement',
  ],
  [
    'another OS on a confidential pool of Ubuntu 20.04',
    {
      ...leaving,
      ...mild,
      entry: { ...UBUNTU_22, id: 'ubuntu-20.04-cvm' },
      pool: givenPool({ confidential: true }),
      moves: [{ ...IN_PLACE, from: ['ubuntu-20.04-cvm'] }],
    },
    'pool-replacement',
  ],
  [
    'another generation of machines',
    { ...leaving, ...mild, image: { ...given().image, generation: 1 } as KnownImage },
    'pool-replacement',
  ],
  ['an availability set', { pool: givenPool({ kind: 'availability-set' }) }, 'cluster-migration'],
  ['three minors to go', { kubernetesSteps: 3 }, 'image-upgrade'],
  ['four minors to go', { kubernetesSteps: 4 }, 'cluster-migration'],
  ['development without a channel', { ...mild, cluster: givenCluster({ nodeOsChannel: 'None' }) }, 'node-os-channel'],
  [
    'development without a channel, but complex',
    { ...mild, classification: 'complex', cluster: givenCluster({ nodeOsChannel: 'None' }) },
    'image-upgrade',
  ],
  [
    'development whose channel is not known',
    { ...mild, cluster: givenCluster({ nodeOsChannel: undefined }) },
    'image-upgrade',
  ],
  ['production without a channel', { cluster: givenCluster({ nodeOsChannel: 'None' }) }, 'image-upgrade'],
  ['a channel and a window that do it already', { cluster: givenCluster() }, 'native-rolling'],
  ['a channel without a window', { cluster: givenCluster({ maintenance: [] }) }, 'image-upgrade'],
  ['a channel whose windows were not read', { cluster: givenCluster({ maintenance: undefined }) }, 'image-upgrade'],
  [
    'a channel that fails',
    { cluster: givenCluster(), rules: ['image-too-old', 'image-outside-support'] },
    'image-upgrade',
  ],
])('%s', (_what, overrides, kind) => {
  const chosen = chooseStrategy(given(overrides));
  expect(chosen.kind).toBe(kind);
  expect(chosen.reasons.length).toBeGreaterThan(0);
  for (const reason of chosen.reasons) expect(reason).toMatch(/^[A-Z'].*\.$/s);
});

test('every reason for a second pool is told, not only the first', () => {
  const { reasons } = chooseStrategy(
    given({
      ...leaving,
      sourceRemoved: true,
      mostCritical: true,
      classification: 'complex',
      pool: givenPool({ osType: 'Windows', snapshotId: '/s' }),
    }),
  );
  expect(reasons).toHaveLength(5);
});
