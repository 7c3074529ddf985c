import { describe, expect, test } from 'vitest';
import { delegate, delegationsOf, endDelegation } from '../../../shared/app/delegations.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import type { Person } from '../../../shared/domain/sign-off/sign-off.ts';
import { givenApp } from '../given-app.ts';
import { ADA, BEN, CEM, DANA, named, planningWith } from './given-people.ts';

const NOW = Date.parse('2026-11-20T08:00:00Z');
const DAY = 86_400_000;

function given() {
  const planning = planningWith({ roles: { platform: named(ADA), security: named(BEN) }, operators: named(DANA) });
  let ids = 0;
  const app = givenApp({ now: NOW }, { planning });
  const parts: Parts = { ...app.parts, ids: { ...app.parts.ids, next: (prefix) => `${prefix}-${(ids += 1)}` } };
  return { ...app, parts };
}

const to = ({ id, name }: Person, until = '2026-11-30', from?: string) => ({
  role: 'platform' as const,
  to: id,
  toName: name,
  until,
  ...(from !== undefined && { from }),
});

describe('a delegation', () => {
  test('is recorded from now until the end of its last day', async () => {
    const { parts } = given();
    expect(await delegate(parts, to(CEM), ADA)).toEqual({
      kind: 'given',
      delegation: {
        id: 'delegation-1',
        from: 'Ada',
        to: 'Cem',
        role: 'platform',
        begins: '2026-11-20T08:00:00.000Z',
        ends: '2026-12-01T00:00:00.000Z',
        givenAt: '2026-11-20T08:00:00.000Z',
        state: 'in-force',
      },
    });
    expect(await parts.delegations.list()).toEqual([expect.objectContaining({ from: ADA, to: CEM, role: 'platform' })]);
  });

  test('can begin later', async () => {
    const { parts } = given();
    expect(await delegate(parts, to(CEM, '2026-12-31', '2026-12-24'), ADA)).toMatchObject({
      delegation: { begins: '2026-12-24T00:00:00.000Z', ends: '2027-01-01T00:00:00.000Z', state: 'to-come' },
    });
  });

  test.each([
    ['2026-11-20', undefined, true],
    ['2026-11-19', undefined, false],
    ['2027-02-17', undefined, true],
    ['2027-02-18', undefined, false],
    ['2026-12-01', '2026-12-01', true],
    ['2026-12-01', '2026-12-02', false],
    ['2027-02-28', '2026-12-01', true],
    ['2027-03-01', '2026-12-01', false],
    ['2026-13-01', undefined, false],
    ['2026-12-01', '2026-02-30', false],
  ])('until %s, from %s: %s', async (until, from, isTaken) => {
    const { parts } = given();
    const answer = delegate(parts, to(CEM, until, from), ADA);
    if (isTaken) expect(await answer).toMatchObject({ kind: 'given' });
    else await expect(answer).rejects.toMatchObject({ code: 'DELEGATION_PERIOD' });
  });

  test.each<[string, Person, Person, string]>([
    ['to oneself', ADA, ADA, 'Nobody needs leave to speak for themselves: name somebody else.'],
    [
      'of a role that is not held',
      BEN,
      CEM,
      'You do not hold platform yourself, so you cannot let anybody speak for it.',
    ],
    [
      'by somebody without a directory',
      { id: ADA.id, name: 'Ada' },
      CEM,
      'It is not known which directory you are of, so it cannot be seen which roles you hold: sign in.',
    ],
  ])('is refused %s', async (_, by, whom, because) => {
    const { parts } = given();
    expect(await delegate(parts, to(whom), by)).toEqual({ kind: 'refused', because });
    expect(await parts.delegations.list()).toEqual([]);
  });

  test('what was lent cannot be lent on', async () => {
    const { parts } = given();
    await delegate(parts, to(CEM), ADA);
    expect(await delegate(parts, to(BEN), CEM)).toMatchObject({ kind: 'refused' });
  });

  test('groups that cannot be asked are named', async () => {
    const { parts } = given();
    const groups = { memberOf: async () => ({ kind: 'unknown' as const, why: 'Graph did not answer.' }) };
    const planning = planningWith({ roles: { platform: { groups: [ADA.id] } } });
    expect(await delegate({ ...parts, groups, planning }, to(CEM), BEN)).toEqual({
      kind: 'refused',
      because:
        'You do not hold platform yourself, so you cannot let anybody speak for it. Some groups could not be asked: Graph did not answer.',
    });
  });
});

describe('the end of a delegation', () => {
  test.each([
    ['who gave it', ADA, 'ended'],
    ['who has it', CEM, 'ended'],
    ['an operator', DANA, 'ended'],
    ['anybody else', BEN, 'refused'],
  ])('by %s: %s', async (_, by, kind) => {
    const { parts, world } = given();
    await delegate(parts, to(CEM), ADA);
    world.now += DAY;
    expect(await endDelegation(parts, 'delegation-1', by)).toMatchObject({ kind });
    expect(await delegationsOf(parts)).toMatchObject([{ state: kind === 'ended' ? 'ended' : 'in-force' }]);
  });

  test('one that never counted is gone; one that is not there is missing; one that has ended is told so', async () => {
    const { parts, world } = given();
    await delegate(parts, to(CEM, '2026-12-31', '2026-12-24'), ADA);
    expect(await endDelegation(parts, 'delegation-1', ADA)).toEqual({ kind: 'ended' });
    expect(await delegationsOf(parts)).toEqual([]);
    expect(await endDelegation(parts, 'delegation-1', ADA)).toEqual({ kind: 'missing' });
    await delegate(parts, to(CEM), ADA);
    world.now = Date.parse('2026-12-01T00:00:00Z');
    expect(await endDelegation(parts, 'delegation-2', ADA)).toEqual({
      kind: 'refused',
      because: 'It has ended already.',
    });
  });
});

test('the list has the next to end first, and ended ones last', async () => {
  const { parts, world } = given();
  await delegate(parts, to(CEM, '2026-11-21'), ADA);
  await delegate(parts, to(DANA, '2026-12-30'), ADA);
  await delegate(parts, to(BEN, '2026-12-10'), ADA);
  world.now += 3 * DAY;
  const listed = await delegationsOf(parts);
  expect(listed.map((one) => [one.to, one.state])).toEqual([
    ['Ben', 'in-force'],
    ['Dana', 'in-force'],
    ['Cem', 'ended'],
  ]);
});
