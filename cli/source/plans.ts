import { type PlanQuery, PlansView, PlanView } from '../../shared/app/plan-views.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';
import type { SourceOptions } from '../options.ts';
import type { Progress } from '../progress.ts';
import { appHttp } from './app-http.ts';
import { addressOf, openSwept } from './open.ts';

/** The deployed app's proposal, or one that is made now and kept in memory. */
export interface PlanSource {
  list(): Promise<PlansView>;
  plan(id: string, query: PlanQuery): Promise<PlanView>;
  /** Markdown. */
  runbook(id: string, query: PlanQuery): Promise<string>;
}

export interface PlanSourceOptions extends SourceOptions {
  /** `false` with `--no-inspect`. */
  readonly inspect: boolean;
}

export async function openPlans(options: PlanSourceOptions, progress: Progress): Promise<PlanSource> {
  return options.app === undefined ? fromFleet(options, progress) : appPlans(options.app, options.appId);
}

/** The plans of the deployed app. */
export function appPlans(app: string, appId: string | undefined): PlanSource {
  const http = appHttp(addressOf(app, appId));
  return {
    list: () => http.get('api/plans', new URLSearchParams(), PlansView),
    plan: (id, query) => http.get(`api/plans/${encodeURIComponent(id)}`, paramsOf(query), PlanView),
    runbook: (id, query) => http.text(`api/plans/${encodeURIComponent(id)}/runbook`, paramsOf(query)),
  };
}

async function fromFleet(options: PlanSourceOptions, progress: Progress): Promise<PlanSource> {
  const here = await openSwept(options, progress);
  if (options.inspect) {
    await here.inspect({
      onProgress: ({ clusters, done }) => progress.say(`Looking into clusters: ${done} of ${clusters}`),
    });
  }
  progress.say('Planning');
  await here.fleet.planMigrations();
  return {
    list: async () => present(await here.fleet.plans()),
    plan: async (id, query) => present(await here.fleet.plan(id, query)),
    runbook: async (id, query) => present(await here.fleet.runbook(id, query)),
  };
}

function paramsOf({ cluster, wave }: PlanQuery): URLSearchParams {
  return new URLSearchParams({
    ...(cluster === undefined ? {} : { cluster }),
    ...(wave === undefined ? {} : { wave: String(wave) }),
  });
}

/** Without anything seen there is nothing to plan: that is not the same as nothing to do. */
function present<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new UpstreamError('CLI_NOTHING_SEEN', 'the sweep did not finish, so nothing was planned');
  }
  return value;
}
