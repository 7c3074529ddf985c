import { z } from 'zod';
import { InspectionView } from '../../../app/inspection-views.ts';
import { problem } from '../problem.ts';
import { json, type Route } from '../route.ts';
import { clusterIdOf } from './fleet.ts';

const params = z.object({ id: z.string().describe("The cluster's ARM id, without the first slash") });

export const showInspection: Route = {
  name: 'api-inspection',
  method: 'GET',
  path: 'api/inspections/{*id}',
  summary: 'What on one cluster leans on its images, and what would block a drain, as last inspected',
  params,
  answers: {
    200: { description: 'The newest inspection', schema: InspectionView },
    404: { description: 'The cluster was not inspected (yet)' },
  },
  async handle({ fleet, params: given }) {
    const id = clusterIdOf(given);
    const inspection = await fleet.inspection(id);
    if (inspection) return json(200, inspection);
    return problem(404, 'INSPECTION_NOT_FOUND', `The cluster ${id.slice(0, 300)} was not inspected (yet).`);
  },
};

export const askInspection: Route = {
  name: 'api-inspect',
  method: 'POST',
  path: 'api/inspections/{*id}',
  summary: 'Asks for an inspection of one cluster; it is made within minutes, and only reads',
  params,
  answers: {
    202: { description: 'It was asked for' },
    404: { description: 'The newest readings have no such cluster' },
  },
  async handle({ fleet, params: given }) {
    const id = clusterIdOf(given);
    if ((await fleet.askInspection(id)) === 'asked') return { status: 202, mediaType: 'text/plain', body: '' };
    return problem(404, 'CLUSTER_NOT_FOUND', `The newest readings have no cluster with the id ${id.slice(0, 300)}.`);
  },
};
