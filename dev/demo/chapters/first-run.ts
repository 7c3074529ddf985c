import type { PlanSummaryView } from '../../../shared/app/plan-views.ts';
import { nodesOf, podsByPool } from '../cluster.ts';
import { follow, LOOKER, type Telling, until } from '../telling.ts';

/** A drain that gets stuck, an alert, and the way back. */
export async function firstRun(telling: Telling, { id: plan }: PlanSummaryView): Promise<string> {
  const { chat, desk, shop, stage, tell } = telling;
  tell.chapter('4. The first run begins in its window');
  await until('the window to open', async () => {
    await desk.minute();
    return (await desk.as(LOOKER).list('open')).migrations.find(({ planId }) => planId === plan);
  });
  await follow(telling, 'the target pool to be made', ({ step }) => step === 'await-target');
  tell.say('Meanwhile somebody sets the budget of cart so that no pod of it may be disrupted.');
  await shop.setBudget('cart', { maxUnavailable: 0 });

  tell.chapter('5. The drain gets stuck, and says why');
  const stuckRun = await follow(telling, 'a stuck pod', ({ stuck }) => stuck.length > 0);
  const stuck = stuckRun.stuck.find(({ cause }) => cause === 'budget-full') ?? stuckRun.stuck[0];
  tell.quote([stuck?.why, ...(stuck?.remedies ?? []).map(({ what }) => `- ${what}`)].join('\n'));
  tell.check(
    'it names the budget, its arithmetic and the owner',
    stuck?.cause === 'budget-full' && stuck.budget?.allowed === 0 && stuck.owner !== undefined,
    stuck,
  );
  const pods = podsByPool(await shop.pods(), await shop.nodes());
  tell.check('no pod of cart was taken against its budget', (await cartPods(telling)) === 3, pods);

  tell.chapter('6. A node of the target fails, and the alert evaluator sees it');
  const target = stuckRun.target.pool ?? '';
  const [ill] = nodesOf(await shop.nodes(), target);
  await stage.befall({ change: 'set-node', cluster: 'aks-shop', node: ill?.name ?? '', health: 'not-ready' });
  tell.say(`Node ${ill?.name} is not Ready.`);
  const paused = await follow(telling, 'the pause', ({ status }) => status === 'paused');
  tell.quote(paused.why ?? '');
  tell.check('the drain is paused by the alert', paused.alert.kind === 'breached', paused.alert);
  const recommendation = await until('a recommendation', async () => {
    await desk.minute();
    return (await desk.alert(paused.id))?.recommendation;
  });
  tell.quote(`${recommendation.title}\nRoll back: ${recommendation.ifRolledBack}\nGo on: ${recommendation.ifGoingOn}`);
  tell.check(
    'it recommends to roll back, and says until when that is possible',
    recommendation.proposed === 'roll-back',
  );

  tell.chapter('7. The way back, chosen in the channel');
  const question = await chat.card(`recommendation/${paused.id}/`);
  tell.quote(chat.textOf(question));
  await chat.onCall.presses(question, 'Roll back', { inputs: { reason: 'the new node does not come back' } });
  const chosen = await chat.card('', (card) => card.id === question.id && /On-call/.test(chat.textOf(card)));
  tell.say('The on-call engineer chooses to roll back.');
  tell.check('the card shows who chose what', /roll back/i.test(chat.textOf(chosen)), chat.textOf(chosen));
  await shop.setBudget('cart', { minAvailable: 2 });
  tell.say('The owner of cart sets its budget as it was.');
  const back = await follow(telling, 'the end of the way back', ({ status }) => status === 'rolled-back');
  await stage.befall({ change: 'set-node', cluster: 'aks-shop', node: ill?.name ?? '', health: 'ready' });
  const nodes = await shop.nodes();
  const sources = nodesOf(nodes, 'web');
  tell.check(
    'no node of the source is cordoned or tainted by us',
    sources.every(({ cordoned, retiring }) => !cordoned && !retiring),
    sources,
  );
  const where = podsByPool(await shop.pods(), nodes);
  tell.check('every pod of the shop runs on the source again', where['web'] === 9, where);
  return back.id;
}

async function cartPods({ shop }: Telling): Promise<number> {
  const pods = await shop.pods();
  return pods.filter(({ metadata, status }) => metadata?.labels?.['app'] === 'cart' && status?.phase === 'Running')
    .length;
}
