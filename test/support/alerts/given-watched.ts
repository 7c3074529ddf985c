/** A migration that drains its source, watched by the real evaluator over memory parts; passes are those of a toy world. */
import { memoryQueues } from '../../../shared/adapters/memory/queues.ts';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { answerAlert } from '../../../shared/app/alerts/answer-alert.ts';
import { evaluateAlert } from '../../../shared/app/alerts/evaluate-alert.ts';
import { pageOnCall } from '../../../shared/app/alerts/page-on-call.ts';
import { watchFleet } from '../../../shared/app/alerts/watch-fleet.ts';
import { AdvanceMigration, EvaluateAlert, Notify, PageOnCall } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { resumeOverdue } from '../../../shared/app/resume-overdue.ts';
import type { WatchState } from '../../../shared/domain/alert/alert.ts';
import type { Signals } from '../../../shared/domain/alert/signals.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { OnCallChannel, Page, PageAnswer } from '../../../shared/ports/on-call.ts';
import { givenPasses, type ToyWorld } from '../../app/migration/given-pass.ts';
import { AT, CLUSTER_ID, HOUR, MINUTE } from '../migration.ts';

export const ADA = { id: 'ada@example.com', name: 'Ada' };
const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
export const NODE = 'aks-apps-000001';

const seen = <T>(value: T) => ({ kind: 'seen' as const, value, source: 'kubernetes' as const });

/** Two nodes of the pool with a pod of one workload on each, and nothing wrong. */
export function quietSignals(readAt: number, change: Partial<Signals> = {}): Signals {
  const names = [NODE, 'aks-apps-000002'];
  return {
    clusterId: CLUSTER_ID,
    readAt,
    nodes: seen(names.map((name) => ({ name, pool: 'apps', ready: true }))),
    restarts: seen(
      names.map((node, n) => ({ pod: podOf(`cart-${n}`), uid: `u${n}`, node, workload: CART, restarts: 0 })),
    ),
    pending: seen([]),
    daemonSets: seen([]),
    pastGrace: seen([]),
    nodeTroubles: seen([]),
    ...change,
  };
}

export const notReady = () =>
  seen([
    { name: NODE, pool: 'apps', ready: false },
    { name: 'aks-apps-000002', pool: 'apps', ready: true },
  ]);

function podOf(name: string) {
  return { kind: 'Pod', namespace: 'shop', name };
}

export interface Watching {
  readonly world: ToyWorld;
  readonly parts: Parts;
  readonly announced: Announcement[];
  /** By channel. */
  readonly pages: Readonly<Record<string, Page[]>>;
  /** What each channel answers; one that is not named takes every page. */
  readonly answers: Record<string, PageAnswer>;
  /** Replaces what the cluster says; it is asked with the moment. */
  show(signals: (now: number) => Partial<Signals>): void;
  readonly migration: () => Promise<Migration>;
  readonly state: () => Promise<WatchState | undefined>;
  /** Handles everything that is due, a failed delivery again. @param by the parts as a process of its own has them */
  settle(by?: () => Parts): Promise<void>;
  /** Lets time go to then: timers fire on the minute, messages are handled when they are due. */
  until(moment: number, by?: () => Parts): Promise<void>;
  answer(
    choice: 'roll-back' | 'hold-and-fix' | 'continue' | 'false-alarm',
    by?: () => Parts,
  ): ReturnType<typeof answerAlert>;
}

export async function givenWatching(
  change: Partial<Migration> = {},
  more: {
    readonly channels?: readonly string[];
    readonly latencyMs?: () => number;
    readonly parts?: Partial<Parts>;
  } = {},
): Promise<Watching> {
  const { channels = ['first', 'second'], latencyMs = () => 0 } = more;
  const announced: Announcement[] = [];
  const pages: Record<string, Page[]> = Object.fromEntries(channels.map((name) => [name, []]));
  const answers: Record<string, PageAnswer> = {};
  let show: (now: number) => Partial<Signals> = () => ({});
  let world: ToyWorld | undefined;
  const now = () => world?.now ?? AT;
  const queues = memoryQueues({ now });
  const channel = (name: string): OnCallChannel => ({
    name,
    async tell(page) {
      const answer = answers[name] ?? { kind: 'told' };
      if (answer.kind === 'told') pages[name]?.push(page);
      return answer;
    },
  });
  const passes = await givenPasses(
    {
      status: 'running',
      step: 'drain-source',
      stepSince: AT - HOUR,
      nextPassAt: AT + HOUR,
      sight: { at: AT, viability: { kind: 'possible', why: 'The source pool lives.', endings: [] } },
      ...change,
    },
    {
      sender: queues,
      alertsOn: true,
      onCall: channels.map(channel),
      signals: {
        async read() {
          const readAt = now();
          if (world) world.now += latencyMs();
          return quietSignals(readAt, show(readAt));
        },
      },
      announcer: {
        async deliver(news) {
          announced.push(news);
          return { kind: 'delivered' };
        },
      },
      ...more.parts,
    },
  );
  const { parts, engine, stored } = passes;
  world = passes.world;
  const held = world;
  held.decisions['drain-source'] = { kind: 'wait', because: 'Pods are on their way.', againSeconds: 30 };
  const { id } = await stored();
  const settle = async (by: () => Parts = () => parts) => {
    await queues.drain(
      {
        'evaluate-alert': (body) => evaluateAlert(by(), EvaluateAlert.parse(body)),
        'advance-migration': (body) => advanceMigration(by(), AdvanceMigration.parse(body), engine),
        'page-on-call': (body) => pageOnCall(by(), PageOnCall.parse(body)),
        notify: async (body) => {
          await by().announcer.deliver(Notify.parse(body));
        },
      },
      { concurrency: 1 },
    );
  };
  return {
    world: held,
    parts,
    announced,
    pages,
    answers,
    show(signals) {
      show = signals;
    },
    migration: stored,
    state: async () => (await parts.watches.find(id))?.state,
    settle,
    async until(moment, by = () => parts) {
      await settle(by);
      while (held.now < moment) {
        const minute = (Math.floor(held.now / MINUTE) + 1) * MINUTE;
        const due = Math.max(queues.nextDue() ?? Number.POSITIVE_INFINITY, held.now + 1);
        held.now = Math.min(moment, minute, due);
        if (held.now % MINUTE === 0) {
          await watchFleet(by()).catch(ignoreCrash);
          await resumeOverdue(by()).catch(ignoreCrash);
        }
        held.now += held.now < moment ? latencyMs() : 0;
        await settle(by);
      }
    },
    answer: async (choice, by = () => parts) => {
      const version = (await parts.watches.find(id))?.state.recommendation?.version ?? 1;
      return answerAlert(by(), id, { version, choice, reason: 'So it is decided.' }, ADA);
    },
  };
}

/** The next tick does it. */
function ignoreCrash(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('process'))) throw error;
}
