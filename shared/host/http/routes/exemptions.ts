import { z } from 'zod';
import { ExemptionView, NewExemption } from '../../../app/views.ts';
import { problem } from '../problem.ts';
import { parseBody } from '../query.ts';
import { json, type Route } from '../route.ts';

export const listExemptions: Route = {
  name: 'api-exemptions',
  method: 'GET',
  path: 'api/exemptions',
  summary: 'Every exemption, ended ones included',
  answers: { 200: { description: 'The exemptions', schema: z.array(ExemptionView) } },
  handle: async ({ fleet }) => json(200, await fleet.exemptions()),
};

export const addExemption: Route = {
  name: 'api-exempt',
  method: 'POST',
  path: 'api/exemptions',
  summary: 'Exempts a subscription, cluster or pool from a rule, until a day',
  body: NewExemption,
  answers: { 201: { description: 'The exemption', schema: ExemptionView } },
  async handle({ fleet, who, text }) {
    const made = await fleet.exempt(parseBody(NewExemption, await text()), who);
    return json(201, made, { location: `/api/exemptions/${encodeURIComponent(made.id)}` });
  },
};

export const endExemption: Route = {
  name: 'api-end-exemption',
  method: 'DELETE',
  path: 'api/exemptions/{id}',
  summary: 'Ends an exemption at once',
  params: z.object({ id: z.string() }),
  answers: { 204: { description: 'It is gone' }, 404: { description: 'There is no such exemption' } },
  async handle({ fleet, params }) {
    const id = params['id'] ?? '';
    if ((await fleet.endExemption(id)) === 'removed') return { status: 204, mediaType: 'text/plain', body: '' };
    return problem(404, 'EXEMPTION_NOT_FOUND', `There is no exemption with the id ${id.slice(0, 200)}.`);
  },
};
