/** One plan from its announcement to its way back, as two people see it in their chat clients. */
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { shopCluster } from '../../../dev/demo/cluster.ts';
import { type Desk, deskOf } from '../../../dev/demo/people.ts';
import { until } from '../../../dev/demo/telling.ts';
import { givenChat } from './given-chat.ts';

const chat = givenChat();
const LIMIT_MS = 240_000;
const HOUR = 3_600;

/** Where pictures go when somebody wants to look at them: `PICTURES=FOLDER npm run test:chat`. */
const PICTURES = process.env['PICTURES'];

test(
  'an announcement is seen, two roles sign in their clients, and a recommendation is answered',
  async () => {
    const { stage, lead, owner } = chat();
    const desk = deskOf(stage);
    const picture = async (who: typeof lead, card: Locator, name: string) =>
      PICTURES && who.picture(card, `${PICTURES}/${name}.png`);

    await owner.go('personal');
    await owner.say('help');
    await owner.card('What you can say to me');
    await lead.go('channel');
    await lead.say('listen everything');
    await lead.answer('This conversation hears about every cluster');

    // By day, because nobody is told of planned work at night.
    await stage.befall({ change: 'advance-clock', seconds: 10.5 * HOUR });
    await stage.killHost();
    const plan = await proposed(desk);
    await desk.ring('announce');
    const announced = await lead.card(/aks-shop.*opens at|window for aks-shop|aks-shop gets new node images/s);
    expect(await announced.innerText()).toContain('aks-shop');
    await picture(lead, announced, 'announcement');

    await desk.ring('ask-sign-offs');
    const asked = await lead.card('Sign-off: awaited');
    await picture(lead, asked, 'sign-off-asked');
    expect(await asked.innerText()).toContain(plan.id);
    await lead.press(asked, 'Approve as platform');
    await (await lead.card('Said so far')).getByText('Platform lead').first().waitFor();
    const own = await owner.card('Sign-off: awaited');
    await owner.press(own, 'Approve as application');
    await picture(lead, await lead.card('Sign-off: complete'), 'sign-off');
    await picture(owner, await owner.card('Sign-off: complete'), 'sign-off-personal');
    expect((await desk.as('somebody').signOffs(plan.id)).state).toBe('complete');

    await stage.befall({ change: 'advance-clock', seconds: 13.75 * HOUR });
    await stage.killHost();
    const shop = await shopCluster(stage);
    const draining = await until('the drain', async () => {
      await desk.minute();
      const migration = await desk.migration();
      return migration?.step === 'drain-source' || migration?.step === 'hold' ? migration : undefined;
    });
    const target = draining.target.pool ?? '';
    const [ill] = (await shop.nodes()).filter(
      ({ metadata }) => metadata?.labels?.['kubernetes.azure.com/agentpool'] === target,
    );
    await stage.befall({
      change: 'set-node',
      cluster: 'aks-shop',
      node: ill?.metadata?.name ?? '',
      health: 'not-ready',
    });
    await until('a recommendation', async () => {
      await desk.minute();
      return (await desk.alert(draining.id))?.recommendation;
    });
    const question = await lead.card('Recommended: roll back');
    await picture(lead, question, 'recommendation');
    await lead.press(question, 'Roll back', { Reason: 'the new node does not come back' });
    const answered = await lead.card(/Platform lead.* chose roll back/);
    expect(await answered.innerText()).toContain('Why: the new node does not come back');
    await picture(lead, answered, 'answered');
    await until('the way back', async () => {
      await desk.minute();
      return (await desk.migration())?.direction === 'back' ? true : undefined;
    });
  },
  LIMIT_MS,
);

/** A sweep, a look into the shop's cluster, and a plan that names its owners, as of now. */
async function proposed(desk: Desk) {
  await desk.ring('start-sweep');
  await until('findings', async () => (await desk.findings())[0]);
  await until('a look into the cluster', () => desk.inspection('aks-shop'));
  return until('a plan', async () => {
    await desk.ring('plan-migrations');
    return (await desk.plans())[0];
  });
}
