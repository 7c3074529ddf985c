import type { MigrationView } from '../../../shared/app/migration-views.ts';
import type { PlanSummaryView } from '../../../shared/app/plan-views.ts';
import { nodesOf, podsByPool } from '../cluster.ts';
import { follow, LOOKER, type Telling, until } from '../telling.ts';
import { signOff } from './agree.ts';

const HOUR = 3_600;

/** Another plan, other sign-offs, and this time to the end. */
export async function secondRun(telling: Telling, { id: firstPlan }: PlanSummaryView): Promise<string> {
  const { desk, shop, stage, tell } = telling;
  tell.chapter('8. A second plan: what was signed before does not count for it');
  await desk.ring('start-sweep');
  const plan = await until('another plan', async () => {
    await desk.ring('plan-migrations');
    return (await desk.plans()).find(({ id }) => id !== firstPlan);
  });
  const before = await desk.as(LOOKER).signOffs(plan.id);
  tell.check('the new plan has no sign-off', before.signOffs.length === 0 && before.state === 'awaited', before);
  await signOff(telling, plan);

  tell.chapter('9. The second run');
  await until('the second run to begin', async () => {
    await desk.minute();
    return (await desk.as(LOOKER).list('open')).migrations.find(({ planId }) => planId === plan.id);
  });
  const held = await follow(telling, 'the source to be emptied', ({ step }) => step === 'hold');
  const nodes = await shop.nodes();
  const where = podsByPool(await shop.pods(), nodes);
  tell.check(
    'no pod of the shop runs on the source any more, and all of them run',
    where['web'] === undefined && sum(where) === 9,
    where,
  );
  tell.quote(`The way back: ${held.viability.why}`);
  tell.check(
    'a rollback is still possible while the source is held',
    held.viability.kind === 'possible',
    held.viability,
  );

  tell.chapter('10. The night goes by; the Functions host is killed on the way');
  await passTime(4 * HOUR, 'the hold');
  const deleted = await follow(
    telling,
    'the source to be deleted',
    ({ step }) => step === 'watch',
    waitForWindow(telling),
  );
  tell.check('the source pool is gone', nodesOf(await shop.nodes(), 'web').length === 0);
  tell.quote(`The way back: ${deleted.viability.why}`);
  await passTime(24 * HOUR, 'the 24 hours of watching');
  const done = await follow(telling, 'the end', ({ status }) => status === 'completed');
  const targets = nodesOf(await shop.nodes(), done.target.pool ?? '');
  const image = done.target.image ?? '';
  tell.check(
    'every node runs the target image, by its own label',
    targets.length === 3 && targets.every((node) => image.endsWith(node.image) || node.image === image),
    targets,
  );
  tell.check(
    'no node is left cordoned',
    targets.every(({ cordoned }) => !cordoned),
    targets,
  );
  tell.quote((done.summary?.notes ?? []).join('\n'));
  return done.id;

  async function passTime(seconds: number, what: string): Promise<void> {
    await stage.befall({ change: 'advance-clock', seconds });
    await stage.killHost();
    tell.say(
      `It is ${(await stage.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC, after ${what}. The host was killed, and starts anew.`,
    );
  }
}

/** What waits for the next window is helped over the day; the watchdog sends what is overdue. */
function waitForWindow({ stage, tell }: Telling): (migration: MigrationView) => Promise<void> {
  let waited = false;
  return async ({ why }) => {
    const opens = waited ? undefined : /window/.test(why ?? '') && nextWindow(await stage.now());
    if (!opens) return;
    waited = true;
    tell.say('Its window is over for tonight: it waits for the next one.');
    await stage.befall({ change: 'advance-clock', seconds: opens });
    await stage.killHost();
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

/** Seconds until a minute after the next 22:00. */
function nextWindow(now: Date): number {
  const opens = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 22, 1);
  return Math.round(((opens > now.getTime() ? opens : opens + 24 * HOUR * 1000) - now.getTime()) / 1000);
}
