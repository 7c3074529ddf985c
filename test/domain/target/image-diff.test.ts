import { describe, expect, test } from 'vitest';
import { diffImages } from '../../../shared/domain/target/image-diff.ts';
import { givenBuild, givenCalendar, givenCatalogue } from '../../support/policy.ts';
import { givenChange, givenStack, givenSystem } from '../../support/stack.ts';

const old = 'AKSUbuntu-2204gen2containerd-202608.20.0';
const next = 'AKSUbuntu-2404gen2containerd-202610.08.0';
const facts = {
  calendar: givenCalendar(),
  catalogue: givenCatalogue({
    'AKSUbuntu-2404gen2containerd': [
      givenBuild('202610.08.0', { kernel: '6.8.0-1070-azure', containerd: '2.3.6-ubuntu24.04u1' }),
    ],
  }),
  stack: givenStack({
    changes: [givenChange()],
    moves: [
      {
        from: ['ubuntu-22.04'],
        to: 'ubuntu-24.04',
        check: ['AppArmor'],
        inPlace: 'yes, osSKU Ubuntu2404',
        sources: ['test'],
      },
    ],
  }),
};

test('two systems, part by part', () => {
  expect(diffImages(old, next, facts)).toEqual({
    from: old,
    to: next,
    order: 'other-family',
    daysApart: 49,
    rows: [
      {
        part: 'family',
        from: 'AKSUbuntu-2204gen2containerd',
        to: 'AKSUbuntu-2404gen2containerd',
        changed: true,
        by: 'name',
      },
      { part: 'version', from: '202608.20.0', to: '202610.08.0', changed: true, by: 'name' },
      { part: 'security patch', from: 'none', to: 'none', changed: false, by: 'name' },
      { part: 'os', from: 'Ubuntu 22.04', to: 'Ubuntu 24.04', changed: true, by: 'name' },
      { part: 'architecture', from: 'amd64', to: 'amd64', changed: false, by: 'name' },
      { part: 'generation', from: '2', to: '2', changed: false, by: 'name' },
      { part: 'fips', from: 'no', to: 'no', changed: false, by: 'name' },
      { part: 'kernel', from: '5.15', to: '6.8.0-1070-azure', changed: true, by: 'image' },
      { part: 'cgroup', from: 'v2', to: 'v2', changed: false, by: 'system' },
      { part: 'containerd', from: '1.7', to: '2.3.6-ubuntu24.04u1', changed: true, by: 'image' },
      { part: 'openssl', from: '3.0.2', to: '3.0.13', changed: true, by: 'system' },
      { part: 'python', from: '3.10', to: '3.12', changed: true, by: 'system' },
      { part: 'support ends', from: '2027-06-30', changed: true, by: 'calendar' },
      { part: 'images removed', from: '2028-04-30', changed: true, by: 'calendar' },
    ],
    breaking: [
      {
        id: 'containerd-2-cri',
        fact: 'containerd 2.0 removes the CRI v1alpha2 API.',
        check: 'Clients of the socket must speak v1.',
      },
    ],
    checks: ['AppArmor'],
    inPlace: 'yes, osSKU Ubuntu2404',
    unknowns: [],
  });
});

test.each([
  [old, old, 'same', 0],
  [old, 'AKSUbuntu-2204gen2containerd-202609.20.0', 'newer', 31],
  [old, 'AKSUbuntu-2204gen2containerd-202607.20.0', 'older', -31],
  [old, `${old}-2026.09.01`, 'newer', 0],
  [old, next, 'other-family', 49],
])('%s to %s is %s, %i days apart', (from, to, order, daysApart) => {
  expect(diffImages(from, to, facts)).toMatchObject({ order, daysApart });
});

test('a name that cannot be read has no rows and a reason', () => {
  expect(diffImages('odd', next, facts)).toEqual({
    from: 'odd',
    to: next,
    order: 'unknown',
    rows: [],
    breaking: [],
    checks: [],
    unknowns: ['odd: It does not start with the name of an AKS image gallery.'],
  });
});

test('a build of which only the system is known may have the same kernel or not', () => {
  const earlier = 'AKSUbuntu-2404gen2containerd-202609.01.0';
  expect(diffImages(earlier, next, facts).rows.find(({ part }) => part === 'kernel')).toMatchObject({
    from: '6.8',
    changed: 'unknown',
  });
});

describe('changes between two images', () => {
  const ids = (when: object, from = old, to = next, context = {}) =>
    diffImages(from, to, { ...facts, stack: givenStack({ changes: [givenChange({ when })] }) }, context).breaking
      .length > 0;
  const fips = 'AKSUbuntu-2204gen2fipscontainerd-202608.20.0';
  const before = 'AKSUbuntu-2404gen2containerd-202608.20.0';
  test.each([
    [{ crossing: { component: 'containerd', at: '2.0' } }, old, next, true],
    [{ crossing: { component: 'containerd', at: '2.0' } }, before, next, false],
    [{ crossing: { component: 'containerd', at: '2.4' } }, old, next, false],
    [{ crossing: { component: 'kernel', at: '6.0' } }, old, next, true],
    [{ cgroup: { from: 'v1', to: 'v2' } }, old, next, false],
    [{ to: ['ubuntu-24.04'] }, old, next, true],
    [{ to: ['ubuntu-24.04'] }, before, next, false],
    [{ from: ['azurelinux-2'], to: ['ubuntu-24.04'] }, old, next, false],
    [{ sourceFips: true }, fips, next, true],
    [{ sourceFips: true }, old, next, false],
    [{ becomesFips: true }, old, fips, true],
    [{ becomesFips: true }, fips, fips, false],
    [{ to: ['ubuntu-24.04'], imageFrom: '202609.01.0' }, before, next, true],
    [{ to: ['ubuntu-24.04'], imageFrom: '202608.01.0' }, before, next, false],
    [{ to: ['ubuntu-24.04'], imageBefore: '202610.08.0' }, old, next, false],
    [{ to: ['ubuntu-24.04'], imageBefore: '202610.08.1' }, old, next, true],
  ])('%j from %s to %s: %s', (when, from, to, expected) => {
    expect(ids(when, from, to)).toBe(expected);
  });

  test.each([
    [{ gpu: true }, {}, false],
    [{ gpu: true }, { gpu: false }, false],
    [{ gpu: true }, { gpu: true }, true],
    [{ kubernetesFrom: '1.35' }, {}, false],
    [{ kubernetesFrom: '1.35' }, { kubernetes: '1.34' }, false],
    [{ kubernetesFrom: '1.35' }, { kubernetes: '1.35' }, true],
  ])('%j for a pool of %j: %s', (when, context, expected) => {
    expect(ids(when, old, next, context)).toBe(expected);
  });

  test('containerd is what had come by the time of the image', () => {
    const containerdHistory = [
      { fromImage: '202501', version: '2.0.1' },
      { fromImage: '202606.19.0', version: '2.3.2' },
    ];
    const stack = givenStack({ systems: [givenSystem({ containerdHistory })] });
    const row = (image: string) =>
      diffImages(image, image, { ...facts, stack }).rows.find(({ part }) => part === 'containerd')?.from;
    expect(row('AKSUbuntu-2404gen2containerd-202606.18.0')).toBe('2.0.1');
    expect(row('AKSUbuntu-2404gen2containerd-202606.19.0')).toBe('2.3.2');
  });
});
