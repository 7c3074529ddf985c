import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../../../shared/domain/policy/image-pattern.ts';
import { imageKnownBad } from '../../../../shared/domain/policy/rules/image-known-bad.ts';
import { imageNotApproved } from '../../../../shared/domain/policy/rules/image-not-approved.ts';
import { judgePool, outcome } from '../../../support/judging.ts';

const image = 'AKSAzureLinux-V3gen2-202607.02.0';

describe('image-not-approved', () => {
  test.each([
    [undefined, image, 'pass', 'without a list every image is approved'],
    [[], image, 'medium', 'an empty list approves none'],
    [['AKSAzureLinux-V3*'], image, 'pass', 'it is on the list'],
    [['AKSUbuntu-2404*'], image, 'medium', 'it is not on the list'],
    [
      ['AKSUbuntu-2404*', 'aksazurelinux-v3gen2-202607.02.0'],
      image,
      'pass',
      'the second pattern has it, in small letters',
    ],
    [['AKSAzureLinux-V3*'], undefined, 'unknown', 'no image'],
    [['AKSNew*'], 'AKSNew-thing-1', 'pass', 'also a name that cannot be read can be on the list'],
    [undefined, undefined, 'pass', 'no list, no question'],
  ])('list %j, image %s: %s (%s)', (approved, imageVersion, expected, _why) => {
    const given = { pool: { imageVersion }, facts: { images: { approved, knownBad: [] } } };
    expect(outcome(judgePool(imageNotApproved, given))).toBe(expected);
  });
});

describe('image-known-bad', () => {
  const bad = { pattern: 'AKSAzureLinux-V3*', reason: 'It locks up.', fixedIn: '202608.14.0' };
  test.each([
    ['AKSAzureLinux-V3gen2-202608.06.1', 'high', 'before the fix'],
    ['AKSAzureLinux-V3gen2-202608.14.0', 'pass', 'the fix itself'],
    ['AKSAzureLinux-V3gen2-202610.08.0', 'pass', 'after the fix'],
    ['AKSUbuntu-2404gen2containerd-202607.02.0', 'pass', 'another family'],
    ['AKSAzureLinux-V3gen2-oddly-202610.08.0', 'high', 'on the pattern, and whether it has the fix is not known'],
    [undefined, 'unknown', 'no image'],
  ])('%s: %s (%s)', (imageVersion, expected, _why) => {
    const given = { pool: { imageVersion }, facts: { images: { knownBad: [bad] } } };
    expect(outcome(judgePool(imageKnownBad, given))).toBe(expected);
  });

  test('without a fix every image on the pattern is bad, and a whole name may be the fix', () => {
    const judge = (fixedIn: string | undefined) =>
      outcome(
        judgePool(imageKnownBad, {
          pool: { imageVersion: image },
          facts: { images: { knownBad: [{ ...bad, fixedIn }] } },
        }),
      );
    expect(judge(undefined)).toBe('high');
    expect(judge('AKSAzureLinux-V3gen2-202607.02.0')).toBe('pass');
    expect(judge('AKSAzureLinux-V3-202607.02.0')).toBe('high');
  });

  test('an empty list asks nothing', () => {
    expect(outcome(judgePool(imageKnownBad, { pool: { imageVersion: undefined } }))).toBe('pass');
  });

  test('says what is wrong with it and from where it is good', () => {
    const given = { pool: { imageVersion: image }, facts: { images: { knownBad: [{ ...bad, source: 'us' }] } } };
    expect(judgePool(imageKnownBad, given)).toEqual({
      kind: 'violates',
      severity: 'high',
      facts: { image, pattern: 'AKSAzureLinux-V3*', reason: 'It locks up.', fixedIn: '202608.14.0', source: 'us' },
      why: 'The image is known to be bad: It locks up.',
      nextAction:
        'Go to 202608.14.0 or later. Upgrade the node image: az aks nodepool upgrade --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --cluster-name payments --name apps --node-image-only',
    });
  });
});

describe('patterns', () => {
  test.each([
    ['AKS*', 'AKSUbuntu', true],
    ['AKSUbuntu', 'AKSUbuntu', true],
    ['AKSUbuntu', 'AKSUbuntu-2204', false],
    ['*-202607.*', 'AKSUbuntu-2204-202607.02.0', true],
    ['AKS*gen2*gen2*', 'AKS-gen2-x', false],
    ['AKS*x', 'AKSx', true],
    ['AKSab*bc', 'AKSabc', false],
    ['*', '', true],
    ['AKS.*', 'AKSUbuntu', false],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test('agrees with a regular expression on whatever text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    fc.assert(
      fc.property(word, fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 }), (pattern, text) => {
        const regex = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`);
        expect(matchesPattern(pattern, text)).toBe(regex.test(text));
      }),
      { numRuns: 1000 },
    );
  });
});
