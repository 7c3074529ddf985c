import { z } from 'zod';
import { DelegationRequest, DelegationView, EndDelegationRequest } from '../../../app/delegation-views.ts';
import { problem } from '../problem.ts';
import { parseBody } from '../query.ts';
import { json, type Route } from '../route.ts';
import { writerOf } from '../writer.ts';

export const listDelegations: Route = {
  name: 'api-delegations',
  method: 'GET',
  path: 'api/delegations',
  summary: 'Who may speak in whose place, and until when; ended ones included',
  answers: { 200: { description: 'The delegations', schema: z.array(DelegationView) } },
  handle: async ({ fleet }) => json(200, await fleet.delegations()),
};

export const addDelegation: Route = {
  name: 'api-delegate',
  method: 'POST',
  path: 'api/delegations',
  summary: 'Lets another person speak in your place for a role, for 90 days at most',
  body: DelegationRequest,
  answers: {
    201: { description: 'The delegation', schema: DelegationView },
    403: { description: 'The sign-in names no person' },
    409: { description: 'It cannot be given; `detail` says why' },
  },
  async handle({ fleet, asker, text }) {
    const { person, ...given } = parseBody(DelegationRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const answer = await fleet.delegate(given, writer.person);
    if (answer.kind === 'refused') return problem(409, 'DELEGATION_REFUSED', answer.because);
    const { delegation } = answer;
    return json(201, delegation, { location: `/api/delegations/${encodeURIComponent(delegation.id)}` });
  },
};

export const endDelegation: Route = {
  name: 'api-end-delegation',
  method: 'DELETE',
  path: 'api/delegations/{id}',
  summary: 'Ends a delegation at once',
  params: z.object({ id: z.string() }),
  body: EndDelegationRequest,
  answers: {
    204: { description: 'It has ended' },
    403: { description: 'The sign-in names no person' },
    404: { description: 'There is no such delegation' },
    409: { description: 'It has ended already, or is not yours to end; `detail` says why' },
  },
  async handle({ fleet, params, asker, text }) {
    const writer = writerOf(asker, parseBody(EndDelegationRequest, await text()).person);
    if (writer.kind === 'refused') return writer.reply;
    const id = params['id'] ?? '';
    const answer = await fleet.endDelegation(id, writer.person);
    switch (answer.kind) {
      case 'ended':
        return { status: 204, mediaType: 'text/plain', body: '' };
      case 'refused':
        return problem(409, 'DELEGATION_REFUSED', answer.because);
      case 'missing':
        return problem(404, 'DELEGATION_NOT_FOUND', `There is no delegation with the id ${id.slice(0, 200)}.`);
    }
  },
};
