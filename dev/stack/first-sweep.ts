import { counted } from '../../shared/app/fleet-words.ts';
import type { SweepView } from '../../shared/app/views.ts';
import type { AppClient } from './app-client.ts';
import type { FunctionsApp, Invocation } from './functions.ts';
import { StackError } from './stack-error.ts';
import type { Terminal } from './terminal.ts';

/** Asked this often, and sooner when a function of the sweep ends. */
const ASK_EVERY_MS = 2000;
const ASK_AT_MOST_EVERY_MS = 250;
/** A sweep in which nothing happens for so long does not end any more. */
const GIVE_UP_AFTER_MS = 180_000;

/**
 * Starts a sweep and follows it to its end.
 *
 * @returns the sweep when every subscription has reported.
 * @throws StackError when it could not start, or when nothing has moved for three minutes.
 */
export async function firstSweep(
  app: FunctionsApp,
  client: AppClient,
  terminal: Terminal,
  stopping: AbortSignal,
): Promise<SweepView> {
  const news = newsFrom(app);
  await client.startSweep();
  let last = { text: '', at: performance.now() };
  while (!stopping.aborted) {
    await Promise.all([news.next(ASK_EVERY_MS), pause(ASK_AT_MOST_EVERY_MS)]);
    const failed = news.failedStart();
    if (failed) throw new StackError('the sweep could not start; the line above says why');
    const sweep = await client.latestSweep();
    if (sweep?.coverage.finishedAt !== undefined) return sweep;
    const text = sweep ? progressText(sweep) : 'Sweeping: listing subscriptions';
    terminal.progress(text);
    if (text !== last.text) last = { text, at: performance.now() };
    if (performance.now() - last.at > GIVE_UP_AFTER_MS) throw new StackError(`the sweep stands still. ${text}`);
  }
  throw new StackError('the sweep was stopped');
}

function progressText({ coverage }: SweepView): string {
  const { subscriptionsSeen, subscriptionsExpected, clustersSeen, poolsSeen } = coverage;
  const seen = `${counted(clustersSeen, 'cluster')}, ${counted(poolsSeen, 'node pool')}`;
  return `Sweeping: ${subscriptionsSeen} of ${counted(subscriptionsExpected, 'subscription')}; ${seen}`;
}

/** Tells when a function of the sweep has ended, also when nobody was waiting at that moment. */
function newsFrom(app: FunctionsApp) {
  let news = Promise.withResolvers<void>();
  let failedStart = false;
  app.onInvocation(({ functionName, outcome }: Invocation) => {
    if (functionName === 'start-sweep') failedStart = outcome === 'failed';
    if (functionName === 'start-sweep' || functionName === 'sweep-subscription') news.resolve();
  });
  return {
    failedStart: () => failedStart,
    async next(withinMs: number): Promise<void> {
      const timer = setTimeout(() => news.resolve(), withinMs);
      await news.promise;
      clearTimeout(timer);
      news = Promise.withResolvers<void>();
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
