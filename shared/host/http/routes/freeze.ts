import { FreezeAnswer, FreezeRequest, FreezeView, UnfreezeRequest } from '../../../app/freeze-views.ts';
import { parseBody } from '../query.ts';
import { json, type Route } from '../route.ts';
import { writerOf } from '../writer.ts';

const NOBODY = { 403: { description: 'The sign-in names no person' } };
const UNREADABLE = { 503: { description: 'What was said last cannot be read, or the store did not answer' } };

export const showFreeze: Route = {
  name: 'api-freeze',
  method: 'GET',
  path: 'api/freeze',
  summary: 'Whether the fleet is frozen, by whom, since when and why',
  answers: { 200: { description: 'What is so', schema: FreezeView }, ...UNREADABLE },
  handle: async ({ fleet }) => json(200, await fleet.freezeState()),
};

export const freezeFleet: Route = {
  name: 'api-freeze-fleet',
  method: 'POST',
  path: 'api/freeze',
  summary: 'Freezes the fleet: nothing begins and nothing goes forward from the next write on; ways back go on',
  body: FreezeRequest,
  answers: {
    200: { description: 'It is frozen; `kind` says whether it was before', schema: FreezeAnswer },
    ...NOBODY,
    ...UNREADABLE,
  },
  async handle({ fleet, asker, text }) {
    const { person, reason } = parseBody(FreezeRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    return json(200, await fleet.freeze(reason, writer.person));
  },
};

export const endFreeze: Route = {
  name: 'api-end-freeze',
  method: 'DELETE',
  path: 'api/freeze',
  summary: 'Lifts the freeze of the fleet',
  body: UnfreezeRequest,
  answers: {
    200: { description: 'It is not frozen; `kind` says whether it was before', schema: FreezeAnswer },
    ...NOBODY,
    ...UNREADABLE,
  },
  async handle({ fleet, asker, text }) {
    const { person, reason } = parseBody(UnfreezeRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    return json(200, await fleet.unfreeze(writer.person, reason));
  },
};
