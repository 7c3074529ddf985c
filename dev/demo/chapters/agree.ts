import { OWNER, PLATFORM, type Telling, until } from '../telling.ts';

/** A sweep finds it, a plan says how, and two people say yes. */
export async function sweepAndPlan(telling: Telling): Promise<string> {
  const { desk, tell } = telling;
  tell.chapter('1. A sweep finds it');
  await desk.ring('start-sweep');
  const finding = await until('a finding about the pool web', async () => {
    return (await desk.findings()).find(({ poolId = '' }) => poolId.endsWith('/agentpools/web'));
  });
  tell.quote(`${finding.severity}: ${finding.why}`);
  tell.check('the pool web has a finding about its image', finding.ruleId.startsWith('image-'), finding.ruleId);

  tell.chapter('2. A plan says how, when and for how much');
  const plan = await until('a plan for the pool web', async () => {
    await desk.ring('plan-migrations');
    return (await desk.plans())[0];
  });
  tell.say(
    `Plan ${plan.id}: ${plan.pools} pool of ${plan.clusters} cluster, ${plan.from} to ${plan.to}, ${plan.minutes.minutes} minutes of work.`,
  );
  return plan.id;
}

export async function signOff({ desk, tell }: Telling, plan: string): Promise<void> {
  const first = await desk.as(PLATFORM).signOff(plan, { role: 'platform' });
  tell.say(`The ${PLATFORM} signs off. ${first.why}`);
  await desk.ring('start-migrations');
  const before = (await desk.as(PLATFORM).list('open')).migrations.length;
  tell.check('nothing begins while a sign-off is awaited', before === 0 && first.state === 'awaited');
  const second = await desk.as(OWNER).signOff(plan, { role: 'application' });
  tell.say(`The ${OWNER} signs off. ${second.why}`);
  tell.check('the sign-offs are complete', second.state === 'complete', second.state);
}
