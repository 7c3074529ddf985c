import type { PlanSummaryView } from '../../../shared/app/plan-views.ts';
import { LOOKER, type Telling, until } from '../telling.ts';

/** A sweep finds it, a plan says how, and two people say yes. */
export async function sweepAndPlan(telling: Telling): Promise<PlanSummaryView> {
  const { chat, desk, tell } = telling;
  tell.chapter('1. A sweep finds it');
  await desk.ring('start-sweep');
  const finding = await until('a finding about the pool web', async () => {
    return (await desk.findings()).find(({ poolId = '' }) => poolId.endsWith('/agentpools/web'));
  });
  tell.quote(`${finding.severity}: ${finding.why}`);
  tell.check('the pool web has a finding about its image', finding.ruleId.startsWith('image-'), finding.ruleId);

  // A plan says what leans on the image, and whose it is, once somebody has looked.
  await until('a look into the cluster', () => desk.inspection('aks-shop'));

  tell.chapter('2. A plan says how, when and for how much');
  const plan = await until('a plan for the pool web', async () => {
    await desk.ring('plan-migrations');
    return (await desk.plans())[0];
  });
  tell.say(
    `Plan ${plan.id}: ${plan.pools} pool of ${plan.clusters} cluster, ${plan.from} to ${plan.to}, ${plan.minutes.minutes} minutes of work.`,
  );
  const heard = await chat.platformLead.says(chat.channel, 'listen team=shop');
  tell.check('the channel hears about the shop from now on', heard.status === 200, heard);
  return plan;
}

/** Two people say yes in their channel; somebody who may not is told so. */
export async function signOff(telling: Telling, plan: PlanSummaryView): Promise<void> {
  const { chat, desk, tell } = telling;
  const { channel, guest, platformLead, shopOwner } = chat;
  await platformLead.says(channel, 'approve');
  const asked = await chat.card(`plan/${plan.hash}`);
  tell.quote(chat.textOf(asked));

  const stranger = await guest.presses(asked, 'Approve as application');
  tell.quote(stranger.toast ?? 'no answer');
  tell.check(
    'who holds no role is refused, with the reason',
    stranger.toast !== undefined && stranger.card === undefined,
  );

  await platformLead.presses(asked, 'Approve as platform');
  const first = await desk.as(LOOKER).signOffs(plan.id);
  tell.say(`The platform lead signs off. ${first.why}`);
  await desk.ring('start-migrations');
  const before = (await desk.as(LOOKER).list('open')).migrations.filter(({ planId }) => planId === plan.id).length;
  tell.check('nothing begins while a sign-off is awaited', before === 0 && first.state === 'awaited', first);

  const waiting = await chat.card(`plan/${plan.hash}`, (card) => chat.textOf(card).includes('Said so far'));
  await shopOwner.presses(waiting, 'Approve as application');
  const second = await desk.as(LOOKER).signOffs(plan.id);
  tell.say(`The shop owner signs off. ${second.why}`);
  tell.check('the sign-offs are complete', second.state === 'complete', second);
  const signed = await chat.card(`plan/${plan.hash}`, (card) => chat.textOf(card).includes('Shop owner'));
  tell.check('the card in the channel shows both', chat.textOf(signed).includes('Platform lead'), chat.textOf(signed));
}
