import { describe, expect, test } from 'vitest';
import { ownersOf, requirementOfPlan, speaksFor, speaksForSome } from '../../../shared/domain/sign-off/owners.ts';
import { DEFAULT_SIGN_OFF_RULES } from '../../../shared/domain/sign-off/requirement.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../support/plan.ts';

const owned = (...owners: string[]) => givenStep({ dependencies: { classification: 'simple', reasons: [], owners } });

const planWith = (environment: string, ...steps: ReturnType<typeof owned>[]) =>
  givenPlan('a', { waves: [givenWave({ environment, clusters: [givenClusterPlan({ steps })] })] });

test('owners of a plan are those of its pools, each once whatever its case, sorted', () => {
  const plan = planWith('production', owned('Shop', ' payments '), owned('SHOP', 'Ads', ''));
  expect(ownersOf(plan)).toEqual(['Ads', 'payments', 'Shop']);
});

test('they are asked for only where application is', () => {
  const { validDays } = DEFAULT_SIGN_OFF_RULES['*'];
  expect(requirementOfPlan(planWith('production', owned('shop')), DEFAULT_SIGN_OFF_RULES)).toEqual({
    ...DEFAULT_SIGN_OFF_RULES['production'],
    owners: ['shop'],
  });
  expect(requirementOfPlan(planWith('test', owned('shop')), DEFAULT_SIGN_OFF_RULES)).toEqual({
    roles: [{ role: 'platform', quorum: 1 }],
    validDays,
    owners: [],
  });
});

describe('for whom a word speaks', () => {
  test.each([
    [undefined, 'shop', true],
    [['Shop '], 'shop', true],
    [['payments', 'SHOP'], 'shop', true],
    [['payments'], 'shop', false],
    [[], 'shop', false],
  ])('of %j, for %s: %s', (owners, owner, speaks) => {
    expect(speaksFor(owners ? { owners } : {}, owner)).toBe(speaks);
  });

  test.each([
    [undefined, [], true],
    [undefined, ['shop'], true],
    [['shop'], [], false],
    [['shop'], ['payments', 'Shop'], true],
    [['shop'], ['payments'], false],
  ])('of %j, where %j are affected: %s', (owners, affected, speaks) => {
    expect(speaksForSome(owners ? { owners } : {}, affected)).toBe(speaks);
  });
});
