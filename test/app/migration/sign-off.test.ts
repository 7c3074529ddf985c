import { describe, expect, test } from 'vitest';
import { signOff, signOffsOf } from '../../../shared/app/sign-off.ts';
import { NOW } from '../../support/fleet.ts';
import { givenPlan } from '../../support/plan.ts';
import { givenApp } from '../given-app.ts';
import { givenSignedPlan, propose, signAs, waveOf } from './given-plan.ts';

const ADA = { id: 'ada', name: 'Ada' };
const PRODUCTION = { waves: [waveOf(1, { shop: ['apps'] }, { environment: 'production' })] };

async function given() {
  const app = givenApp();
  const plan = givenPlan('a', PRODUCTION);
  await propose(app.parts, plan);
  return { ...app, plan };
}

/** The plan's first window is open, and it has no later one. */
const LATE =
  'This sign-off came late: the first window opened at 2026-11-20 07:00 UTC; no later one is planned: what does not begin in it is planned anew, and needs new sign-offs.';

describe('sign-offs', () => {
  test('a word is recorded with who, role, way and end, and what is awaited is said', async () => {
    const { parts, plan } = await given();
    const answer = await signOff(parts, plan.hash, { role: 'platform' }, ADA, { via: 'cli' });
    expect(answer).toEqual({
      kind: 'recorded',
      note: LATE,
      signOffs: {
        planId: plan.id,
        planHash: plan.hash,
        state: 'awaited',
        why: 'Awaited: 1 of application.',
        awaited: [{ role: 'application', missing: 1, owners: [], people: [] }],
        signOffs: [
          {
            id: expect.stringMatching(/^signoff-/),
            person: 'Ada',
            role: 'platform',
            kind: 'approve',
            at: new Date(NOW).toISOString(),
            expiresAt: new Date(NOW + 30 * 86_400_000).toISOString(),
            late: LATE,
            via: 'cli',
          },
        ],
      },
    });
    await signAs(parts, plan.id, 'Bob', 'application');
    expect(await signOffsOf(parts, plan.id)).toMatchObject({
      state: 'complete',
      why: 'Signed off by Ada (platform), Bob (application).',
      awaited: [],
    });
  });

  test('signing the same twice is one, also at the same moment; after it expired it is given anew', async () => {
    const { parts, plan, world } = await given();
    await Promise.all([signAs(parts, plan.id, 'Ada'), signAs(parts, plan.id, 'Ada')]);
    await signAs(parts, plan.id, 'Ada');
    expect(await parts.signOffs.ofPlan(plan.hash)).toHaveLength(1);
    world.now += 30 * 86_400_000;
    await signAs(parts, plan.id, 'Ada');
    expect(await parts.signOffs.ofPlan(plan.hash)).toHaveLength(2);
  });

  test('a refusal says who and why, and is taken back by a withdrawal', async () => {
    const { parts, plan } = await given();
    await signOff(parts, plan.id, { role: 'security', kind: 'refuse', reason: 'audit week' }, ADA);
    expect(await signOffsOf(parts, plan.id)).toMatchObject({
      state: 'refused',
      why: 'Refused by Ada (security): audit week',
    });
    await signOff(parts, plan.id, { role: 'security', kind: 'withdraw', reason: 'it is over' }, ADA);
    expect(await signOffsOf(parts, plan.id)).toMatchObject({ state: 'awaited' });
    expect(await parts.signOffs.ofPlan(plan.hash)).toHaveLength(2);
  });

  test('there must be something to withdraw', async () => {
    const { parts, plan } = await given();
    expect(await signOff(parts, plan.id, { role: 'platform', kind: 'withdraw', reason: 'no more' }, ADA)).toEqual({
      kind: 'refused',
      because: 'You have said nothing on this plan that could be withdrawn.',
    });
  });

  test.each([
    ['abstain', { role: 'platform', kind: 'abstain' }, 'reason'],
    ['refuse', { role: 'platform', kind: 'refuse' }, 'reason'],
    ['withdraw', { role: 'platform', kind: 'withdraw' }, 'reason'],
    ['a role that is none', { role: 'boss' }, 'role'],
  ])('%s without what it needs is told so', async (_, word, field) => {
    const { parts, plan } = await given();
    await expect(signOff(parts, plan.id, word as never, ADA)).rejects.toMatchObject({
      code: 'SIGN_OFF_WRONG',
      facts: { field },
    });
  });

  test('a plan that nobody knows is missing', async () => {
    const { parts } = await given();
    expect(await signAs(parts, 'f'.repeat(12), 'Ada')).toEqual({ kind: 'missing' });
    expect(await signOffsOf(parts, 'f'.repeat(12))).toBeUndefined();
  });

  test('2. a change of the plan voids its sign-offs and says what changed; it can be signed no more', async () => {
    const { parts } = givenApp();
    const plan = await givenSignedPlan(parts);
    await propose(parts, givenPlan('b', { waves: [waveOf(1, { shop: ['apps'], pay: ['apps'] })] }));
    const why = `Plan ${'b'.repeat(12)} is proposed in its place. pay/apps is new in it, in wave 1.`;
    expect(await signOffsOf(parts, plan.id)).toMatchObject({ state: 'void', why, awaited: [] });
    expect(await signAs(parts, plan.id, 'Bob')).toEqual({
      kind: 'refused',
      because: `This plan is not proposed any more, so it cannot be signed. ${why}`,
    });
    await propose(parts);
    expect(await signOffsOf(parts, plan.id)).toMatchObject({
      state: 'void',
      why: 'No plan is proposed for its clusters any more.',
    });
  });
});
