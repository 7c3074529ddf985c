import { InspectionView } from '../../shared/app/inspection-views.ts';
import { PoolsPage } from '../../shared/app/views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { keepHeapSmall } from '../heap.ts';
import type { SourceOptions } from '../options.ts';
import type { Progress } from '../progress.ts';
import { appHttp } from './app-http.ts';
import { addressOf, openSwept } from './open.ts';

export interface InspectOptions extends SourceOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
}

/**
 * One inspection: of the cluster behind a kubeconfig, of one of the fleet that is swept now, or the newest one that
 * the deployed app made.
 *
 * @throws InputError `CLI_INSPECT` when the options name no cluster or several, or the app has not inspected it
 */
export async function openInspection(options: InspectOptions, progress: Progress): Promise<InspectionView> {
  if (options.kubeconfig !== undefined) return fromKubeconfig(options.kubeconfig, options.context, progress);
  if (options.cluster === undefined) {
    throw new InputError('CLI_INSPECT', 'name a cluster: --kubeconfig FILE, or --cluster NAME of the fleet');
  }
  if (options.context !== undefined) throw new InputError('CLI_INSPECT', '--context belongs to --kubeconfig');
  return options.app === undefined
    ? fromFleet(options, options.cluster, progress)
    : fromApp(options, options.app, options.cluster, progress);
}

async function fromKubeconfig(file: string, context: string | undefined, progress: Progress): Promise<InspectionView> {
  progress.say('Reading the cluster');
  const { inspectKubeconfig } = await import('../../shared/host/laptop-inspect.ts');
  keepHeapSmall();
  return inspectKubeconfig({ file, ...(context !== undefined && { context }) });
}

async function fromFleet(options: SourceOptions, name: string, progress: Progress): Promise<InspectionView> {
  const { fleet, clock } = await openSwept(options, progress);
  const page = await fleet.pools({ cluster: name, limit: 1_000 });
  const clusterId = onlyOne(name, page?.pools ?? []);
  progress.say('Reading the cluster');
  await fleet.inspectCluster({ clusterId, askedAt: clock.now() });
  return made(await fleet.inspection(clusterId), name);
}

async function fromApp(
  { appId }: SourceOptions,
  app: string,
  name: string,
  progress: Progress,
): Promise<InspectionView> {
  progress.say('Asking the app');
  const http = appHttp(addressOf(app, appId));
  const query = new URLSearchParams({ cluster: name, limit: '1000' });
  const clusterId = onlyOne(name, (await http.get('api/pools', query, PoolsPage)).pools);
  return http.get(`api/inspections${pathOf(clusterId)}`, new URLSearchParams(), InspectionView);
}

/** Names in an ARM id are hostile text like any other. */
function pathOf(clusterId: string): string {
  return clusterId.split('/').map(encodeURIComponent).join('/');
}

function onlyOne(name: string, pools: readonly { readonly clusterId: string }[]): string {
  const ids = [...new Set(pools.map(({ clusterId }) => clusterId))];
  const [id] = ids;
  if (id === undefined) throw new InputError('CLI_INSPECT', `no cluster with a node pool is called ${name}`);
  if (ids.length === 1) return id;
  throw new InputError('CLI_INSPECT', `${ids.length} clusters are called ${name}; give the id: ${ids.join(', ')}`);
}

function made(inspection: InspectionView | undefined, name: string): InspectionView {
  if (inspection) return inspection;
  throw new InputError('CLI_INSPECT', `${name} was deleted while it was being inspected`);
}
