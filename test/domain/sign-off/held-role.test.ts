import { describe, expect, test } from 'vitest';
import { type HeldRole, voiceOf } from '../../../shared/domain/sign-off/held-role.ts';

const ADA = { id: 'ada', name: 'Ada', tenantId: 't' };
const CEM = { id: 'cem', name: 'Cem', tenantId: 't' };

const forAll: HeldRole = { role: 'application' };
const forShop: HeldRole = { role: 'application', owners: ['Shop'] };
const shopOfAda: HeldRole = { ...forShop, onBehalfOf: ADA };
const adsOfCem: HeldRole = { role: 'application', owners: ['ads'], onBehalfOf: CEM };
const allOfAda: HeldRole = { ...forAll, onBehalfOf: ADA };

describe('what a word counts as', () => {
  test.each<[string, HeldRole[], string[], object]>([
    ['all, where nobody is known', [forAll], [], {}],
    ['all, before one owner', [forShop, forAll], ['shop', 'ads'], {}],
    ['one of two owners', [forShop], ['shop', 'ads'], { owners: ['shop'] }],
    ['one that is lent', [shopOfAda], ['shop'], { owners: ['shop'], onBehalfOf: ADA }],
    ['all that is lent', [allOfAda], ['shop', 'ads'], { onBehalfOf: ADA }],
    ['own before lent, where own is enough', [allOfAda, forShop], ['shop'], { owners: ['shop'] }],
    ['all that is lent, where own is not enough', [forShop, allOfAda], ['shop', 'ads'], { onBehalfOf: ADA }],
    ['own and lent together', [adsOfCem, forShop], ['ads', 'shop'], { owners: ['ads', 'shop'], onBehalfOf: CEM }],
    ['lent by two', [shopOfAda, adsOfCem], ['ads', 'shop'], { owners: ['ads', 'shop'], onBehalfOf: CEM }],
    ['own, where what is lent adds nothing', [forShop, shopOfAda], ['shop', 'pay'], { owners: ['shop'] }],
  ])('%s', (_, held, affected, voice) => {
    expect(voiceOf(held, 'application', affected)).toEqual({ kind: 'heard', ...voice });
  });

  test('other roles speak for no owner; own goes before lent', () => {
    expect(voiceOf([{ role: 'platform', onBehalfOf: ADA }], 'platform', ['shop'])).toEqual({
      kind: 'heard',
      onBehalfOf: ADA,
    });
    const both: HeldRole[] = [{ role: 'platform', onBehalfOf: ADA }, { role: 'platform' }];
    expect(voiceOf(both, 'platform', [])).toEqual({ kind: 'heard' });
  });
});

describe('no word, and what would help', () => {
  test('a role that is not held', () => {
    expect(voiceOf([forAll], 'security', [])).toEqual({
      kind: 'none',
      because:
        'You do not hold the role security: planning.json says who does (people.roles and people.owners), and who holds it can let you speak in their place.',
    });
  });

  test.each<[string[], string]>([
    [['ads', 'pay'], 'those of ads and pay'],
    [[], 'workloads whose owners are not known'],
  ])('an owner of other workloads, where %j are affected', (affected, whose) => {
    expect(voiceOf([forShop, shopOfAda], 'application', affected)).toEqual({
      kind: 'none',
      because: `You speak for the workloads of Shop, and this plan touches ${whose}: who speaks for them, or for every owner, can sign.`,
    });
  });
});
