import { appHttp } from '../../cli/source/app-http.ts';
import { type MigrationSource, openMigrations } from '../../cli/source/migrations.ts';
import { AlertView } from '../../shared/app/alerts/alert-views.ts';
import { InspectionView } from '../../shared/app/inspection-views.ts';
import type { MigrationView } from '../../shared/app/migration-views.ts';
import { PlansView } from '../../shared/app/plan-views.ts';
import { FindingsPage, PoolsPage } from '../../shared/app/views.ts';
import { StoryBroken } from './narrator.ts';
import { SPEED, type Stage } from './stage.ts';

/** The same doors as everybody's: the app's HTTP API, and the functions that a timer would call. */
export interface Desk {
  as(person: string): MigrationSource;
  /** Rings a timer, and waits until its function has ended. */
  ring(timer: string): Promise<void>;
  /** Rings what rings each minute, when a minute of the story is over. */
  minute(): Promise<void>;
  /** None before the first sweep. */
  findings(): Promise<FindingsPage['findings']>;
  /** None before the app has looked into this cluster. */
  inspection(cluster: string): Promise<InspectionView | undefined>;
  /** None before anything was planned. */
  plans(): Promise<PlansView['plans']>;
  migration(): Promise<MigrationView | undefined>;
  alert(id: string): Promise<AlertView | undefined>;
}

const NOTHING = new URLSearchParams();
const RING_MS = 30_000;

/** What the app does each minute, or every few minutes: here each minute of the story. */
const MINUTE_MS = 60_000 / SPEED;
const EACH_MINUTE = ['watch-fleet', 'start-migrations', 'resume-overdue'];

export function deskOf(stage: Stage): Desk {
  const http = () => appHttp({ url: stage.app.url });
  let rung = Number.NEGATIVE_INFINITY;
  const desk: Desk = {
    as: (person) => openMigrations({ app: stage.app.url, as: person }),
    async ring(timer) {
      const ended = Promise.withResolvers<void>();
      stage.app.onInvocation(({ functionName }) => functionName === timer && ended.resolve());
      const answer = await fetch(`${stage.app.url}/admin/functions/${timer}`, { method: 'POST' });
      await answer.body?.cancel();
      if (answer.status !== 202)
        throw new StoryBroken(`${timer} could not be rung: the host answered ${answer.status}`);
      const late = setTimeout(
        () => ended.reject(new StoryBroken(`${timer} did not end in ${RING_MS / 1000} s`)),
        RING_MS,
      );
      await ended.promise.finally(() => clearTimeout(late));
    },
    async minute() {
      if (performance.now() - rung < MINUTE_MS) return;
      rung = performance.now();
      for (const timer of EACH_MINUTE) await desk.ring(timer);
    },
    findings: () =>
      http()
        .get('api/findings', NOTHING, FindingsPage)
        .then(({ findings }) => findings)
        .catch(() => []),
    async inspection(cluster) {
      const { pools } = await http().get('api/pools', new URLSearchParams({ cluster }), PoolsPage);
      if (!pools[0]) return undefined;
      return http()
        .get(`api/inspections${pools[0].clusterId}`, NOTHING, InspectionView)
        .catch(() => undefined);
    },
    plans: () =>
      http()
        .get('api/plans', NOTHING, PlansView)
        .then(({ plans }) => plans)
        .catch(() => []),
    async migration() {
      const { migrations } = await desk.as('story').list('all');
      const newest = migrations.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
      return newest && desk.as('story').one(newest.id);
    },
    alert: (id) =>
      http()
        .get(`api/migrations/${id}/alert`, NOTHING, AlertView)
        .catch(() => undefined),
  };
  return desk;
}
