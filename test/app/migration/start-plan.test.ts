import { describe, expect, test } from 'vitest';
import { signOff } from '../../../shared/app/sign-off.ts';
import { startPlan } from '../../../shared/app/start-plan.ts';
import { givenPlan } from '../../support/plan.ts';
import { givenApp, RUN_LIMITS } from '../given-app.ts';
import { givenSignedPlan, propose, signAs, WINDOW, waveOf } from './given-plan.ts';

const ADA = { id: 'ada', name: 'Ada' };
const BEN = { id: 'ben', name: 'Ben' };
const [ID, OTHER] = ['a'.repeat(12), 'b'.repeat(12)];

describe('a person asks for the start of a plan', () => {
  test('what is due is begun at once, on their name; asked again, it has begun', async () => {
    const { parts, queues } = givenApp();
    await givenSignedPlan(parts);
    const answer = await startPlan(parts, ID, BEN);
    expect(answer).toEqual({
      kind: 'begun',
      migrations: [{ id: expect.stringMatching(/^m-/), cluster: 'shop', pool: 'apps' }],
      held: [],
    });
    const [found] = await parts.migrations.list('open');
    expect(found).toMatchObject({ migration: { startedBy: 'Ben' } });
    expect(queues.waiting('advance-migration')).toBe(1);
    expect(await startPlan(parts, ID, BEN)).toEqual({
      kind: 'refused',
      because: 'All of it was begun already: there is nothing left to start.',
    });
  });

  test('a wave waits for the one before it', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts, { waves: [waveOf(1, { shop: ['apps'] }), waveOf(2, { pay: ['apps'] })] });
    const held = ['Wave 1 is not through: what comes after it waits.'];
    expect(await startPlan(parts, ID, BEN)).toMatchObject({ kind: 'begun', migrations: [{ cluster: 'shop' }], held });
    expect(await startPlan(parts, ID, BEN)).toEqual({ kind: 'refused', because: held[0] });
  });

  test('who asks cannot be its only approver; with a second yes it begins', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts);
    expect(await startPlan(parts, ID, ADA)).toEqual({
      kind: 'refused',
      because:
        'You are the only one who has said yes to it, and who asks for the start cannot be its only approver: a yes of somebody else is awaited.',
    });
    expect(await parts.migrations.list('all')).toEqual([]);
    await signAs(parts, ID, 'Ben');
    expect(await startPlan(parts, ID, ADA)).toMatchObject({ kind: 'begun' });
  });

  test('only of that plan', async () => {
    const { parts } = givenApp();
    const one = givenPlan('a', { waves: [waveOf(1, { shop: ['apps'] })], scope: { part: 1, parts: 2 } });
    const two = givenPlan('b', { waves: [waveOf(1, { pay: ['apps'] })], scope: { part: 2, parts: 2 } });
    await propose(parts, one, two);
    for (const id of [ID, OTHER]) await signAs(parts, id, 'Ada');
    expect(await startPlan(parts, OTHER, BEN)).toMatchObject({ kind: 'begun', migrations: [{ cluster: 'pay' }] });
    expect(await parts.migrations.list('all')).toHaveLength(1);
  });
});

describe('nothing began, and it is said why', () => {
  test('a plan that nobody knows is missing', async () => {
    expect(await startPlan(givenApp().parts, ID, ADA)).toEqual({ kind: 'missing' });
  });

  test('one that is not proposed any more', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts);
    await propose(parts);
    expect(await startPlan(parts, ID, BEN)).toEqual({
      kind: 'refused',
      because: 'This plan is not proposed any more. No plan is proposed for its clusters any more.',
    });
  });

  test('sign-offs that are missing, and a refusal', async () => {
    const { parts } = givenApp();
    await propose(parts, givenPlan('a', { waves: [waveOf(1, { shop: ['apps'] })] }));
    expect(await startPlan(parts, ID, ADA)).toEqual({
      kind: 'refused',
      because: 'Sign-offs are missing: 1 of platform.',
    });
    await signOff(parts, ID, { role: 'security', kind: 'refuse', reason: 'audit week' }, BEN);
    expect(await startPlan(parts, ID, ADA)).toEqual({
      kind: 'refused',
      because: 'Ben (security) has refused the plan: audit week',
    });
  });

  test('a window that is not open yet', async () => {
    const { parts, world } = givenApp();
    world.now = WINDOW.opens - 1;
    await givenSignedPlan(parts);
    expect(await startPlan(parts, ID, BEN)).toEqual({
      kind: 'refused',
      because: 'The first window of wave 1 opens at 2026-11-20 07:00 UTC.',
    });
  });

  test('no room beside others, said once for all that it holds', async () => {
    const { parts } = givenApp({}, { running: { ...RUN_LIMITS, perRegion: 0 } });
    await givenSignedPlan(parts, { waves: [waveOf(1, { shop: ['apps', 'jobs'] })] });
    const answer = await startPlan(parts, ID, BEN);
    expect(answer).toMatchObject({ kind: 'refused', because: expect.stringMatching(/^shop\/apps: .* shop\/jobs: /) });
  });
});
