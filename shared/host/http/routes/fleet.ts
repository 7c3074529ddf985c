import { z } from 'zod';
import {
  ClusterView,
  FindingsPage,
  FindingsQuery,
  ImageView,
  PoolsPage,
  PoolsQuery,
  SweepView,
} from '../../../app/views.ts';
import { problem } from '../problem.ts';
import { parseQuery } from '../query.ts';
import { json, type Reply, type Route } from '../route.ts';
import { NO_SWEEP_YET, noSweepYet } from './no-sweep-yet.ts';

export const listFindings: Route = {
  name: 'api-findings',
  method: 'GET',
  path: 'api/findings',
  summary: 'Findings of the newest readings, worst first',
  query: FindingsQuery,
  answers: { 200: { description: 'One page of findings', schema: FindingsPage }, 503: NO_SWEEP_YET },
  handle: async ({ fleet, url }) => found(await fleet.findings(parseQuery(FindingsQuery, url.searchParams))),
};

export const listPools: Route = {
  name: 'api-pools',
  method: 'GET',
  path: 'api/pools',
  summary: 'Node pools of the newest readings, by cluster',
  query: PoolsQuery,
  answers: { 200: { description: 'One page of pools', schema: PoolsPage }, 503: NO_SWEEP_YET },
  handle: async ({ fleet, url }) => found(await fleet.pools(parseQuery(PoolsQuery, url.searchParams))),
};

export const showLatestSweep: Route = {
  name: 'api-latest-sweep',
  method: 'GET',
  path: 'api/sweeps/latest',
  summary: 'The latest sweep: coverage, posture, changes and trouble with Image Steward itself',
  answers: { 200: { description: 'The latest sweep', schema: SweepView }, 503: NO_SWEEP_YET },
  handle: async ({ fleet }) => found(await fleet.latestSweep()),
};

export const showCluster: Route = {
  name: 'api-cluster',
  method: 'GET',
  path: 'api/clusters/{*id}',
  summary: 'One cluster with its pools and findings',
  params: z.object({ id: z.string().describe("The cluster's ARM id, without the first slash") }),
  answers: {
    200: { description: 'The cluster', schema: ClusterView },
    404: { description: 'The newest readings have no such cluster' },
    503: NO_SWEEP_YET,
  },
  async handle({ fleet, params }) {
    const id = clusterIdOf(params);
    const cluster = await fleet.cluster(id);
    if (cluster) return json(200, cluster);
    if (!(await fleet.latestSweep())) return noSweepYet();
    return problem(404, 'CLUSTER_NOT_FOUND', `The newest readings have no cluster with the id ${id.slice(0, 300)}.`);
  },
};

export const showImage: Route = {
  name: 'api-image',
  method: 'GET',
  path: 'api/images/{version}',
  summary: 'One image version explained',
  params: z.object({
    version: z.string().describe('As Azure writes it, as in AKSUbuntu-2204gen2containerd-202410.27.0'),
  }),
  answers: {
    200: { description: 'What is known; `kind` is `unknown` for a name that was not understood', schema: ImageView },
  },
  handle: async ({ fleet, params }) => json(200, await fleet.image((params['version'] ?? '').slice(0, 200))),
};

/** ARM ids are compared without case, and the address carries them without their first slash. */
export function clusterIdOf(params: Readonly<Record<string, string>>): string {
  return `/${(params['id'] ?? '').replace(/^\/+/, '')}`.toLowerCase();
}

function found(view: unknown): Reply {
  return view === undefined ? noSweepYet() : json(200, view);
}
