import {
  SignOffRequest,
  SignOffsRecorded,
  SignOffsView,
  StartAnswer,
  StartRequest,
} from '../../../app/migration-views.ts';
import { problem } from '../problem.ts';
import { parseBody } from '../query.ts';
import { json, type Route } from '../route.ts';
import { approverOf, writerOf } from '../writer.ts';
import { NO_SUCH_PLAN, noSuchPlan, PlanParams, planIdOf } from './plans.ts';

export const listSignOffs: Route = {
  name: 'api-sign-offs',
  method: 'GET',
  path: 'api/plans/{id}/sign-offs',
  summary: 'Who has said what to a plan, and whose word is still awaited',
  params: PlanParams,
  answers: { 200: { description: 'The sign-offs', schema: SignOffsView }, 404: NO_SUCH_PLAN },
  async handle({ fleet, params }) {
    const id = planIdOf(params);
    const view = id === '' ? undefined : await fleet.signOffs(id);
    return view ? json(200, view) : noSuchPlan(id);
  },
};

export const signOffPlan: Route = {
  name: 'api-sign-off',
  method: 'POST',
  path: 'api/plans/{id}/sign-offs',
  summary: "A named person's yes, no or abstention to one plan, or its withdrawal",
  params: PlanParams,
  body: SignOffRequest,
  answers: {
    201: { description: 'Recorded; the sign-offs as they are now', schema: SignOffsRecorded },
    403: { description: 'The sign-in names no person, or one who may not speak for the role' },
    404: NO_SUCH_PLAN,
    409: { description: 'It makes no sense as things stand; `detail` says why' },
  },
  async handle({ fleet, params, asker, text }) {
    const { person, ...signOff } = parseBody(SignOffRequest, await text());
    const writer = approverOf(asker, person, signOff.role);
    if (writer.kind === 'refused') return writer.reply;
    const id = planIdOf(params);
    const answer = id === '' ? ({ kind: 'missing' } as const) : await fleet.signOff(id, signOff, writer.person);
    switch (answer.kind) {
      case 'recorded':
        return json(201, { ...answer.signOffs, ...(answer.note !== undefined && { note: answer.note }) });
      case 'refused':
        return problem(409, 'SIGN_OFF_REFUSED', answer.because);
      case 'missing':
        return noSuchPlan(id);
    }
  },
};

export const startPlan: Route = {
  name: 'api-plan-start',
  method: 'POST',
  path: 'api/plans/{id}/start',
  summary: 'Begins now what may begin of one plan; who asks cannot be its only approver',
  params: PlanParams,
  body: StartRequest,
  answers: {
    202: { description: 'Begun; `held` says what was not, and why', schema: StartAnswer },
    403: { description: 'The sign-in names no person' },
    404: NO_SUCH_PLAN,
    409: { description: 'Nothing began; `detail` says why' },
  },
  async handle({ fleet, params, asker, text }) {
    const { person } = parseBody(StartRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const id = planIdOf(params);
    const answer = id === '' ? ({ kind: 'missing' } as const) : await fleet.startPlan(id, writer.person);
    switch (answer.kind) {
      case 'begun':
        return json(202, answer);
      case 'refused':
        return problem(409, 'START_REFUSED', answer.because);
      case 'missing':
        return noSuchPlan(id);
    }
  },
};
