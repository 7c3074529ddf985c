import {
  AlertAnswerRequest,
  AlertAnswerView,
  AlertView,
  OnCallTestRequest,
  OnCallTestView,
} from '../../../app/alerts/alert-views.ts';
import { idOf } from '../id-of.ts';
import { problem } from '../problem.ts';
import { parseBody } from '../query.ts';
import { json, type Reply, type Route } from '../route.ts';
import { writerOf } from '../writer.ts';
import { MIGRATION_PARAMS, NO_SUCH_MIGRATION, noSuchMigration } from './migrations.ts';

export const showAlert: Route = {
  name: 'api-alert',
  method: 'GET',
  path: 'api/migrations/{id}/alert',
  summary:
    'What watches a migration: every rule with its value, threshold and last hour, gaps, and what is recommended',
  params: MIGRATION_PARAMS,
  answers: {
    200: { description: 'As it was last seen; `evaluatedAt` says when', schema: AlertView },
    404: { description: 'There is no such migration, or nobody has looked at it (`ALERT_NOT_FOUND`)' },
  },
  async handle({ fleet, params }) {
    const id = idOf(params);
    const view = id === '' ? undefined : await fleet.alert(id);
    if (view) return json(200, view);
    return id !== '' && (await fleet.migration(id)) ? nobodyLooked(id) : noSuchMigration(id);
  },
};

export const answerAlert: Route = {
  name: 'api-alert-answer',
  method: 'POST',
  path: 'api/migrations/{id}/alert/answer',
  summary: 'Answers what is recommended: roll back, hold and fix, go on, or a false alarm',
  params: MIGRATION_PARAMS,
  body: AlertAnswerRequest,
  answers: {
    202: { description: 'Taken; what follows from it begins at once', schema: AlertAnswerView },
    403: { description: 'The sign-in names no person' },
    404: NO_SUCH_MIGRATION,
    409: {
      description:
        'There is nothing to decide, somebody has decided, or `version` is not the present one: look again and choose then',
    },
  },
  async handle({ fleet, params, asker, text }) {
    const { person, ...answer } = parseBody(AlertAnswerRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const id = idOf(params);
    const taken = id === '' ? ({ kind: 'missing' } as const) : await fleet.answerAlert(id, answer, writer.person);
    switch (taken.kind) {
      case 'taken':
        return json(202, taken);
      case 'refused':
        return problem(409, 'ALERT_ANSWER_REFUSED', taken.because);
      case 'missing':
        return noSuchMigration(id);
    }
  },
};

export const testOnCall: Route = {
  name: 'api-on-call-test',
  method: 'POST',
  path: 'api/on-call/test',
  summary: 'Opens a test incident on every on-call channel, closes it again, and says what each answered',
  body: OnCallTestRequest,
  answers: {
    200: { description: 'Channel by channel; none when none is configured', schema: OnCallTestView },
    403: { description: 'The sign-in names no person' },
  },
  async handle({ fleet, asker, text }) {
    const { person } = parseBody(OnCallTestRequest, await text());
    const writer = writerOf(asker, person);
    return writer.kind === 'refused' ? writer.reply : json(200, await fleet.testOnCall());
  },
};

function nobodyLooked(id: string): Reply {
  return problem(
    404,
    'ALERT_NOT_FOUND',
    `Nobody has looked at the health behind migration ${id}: it has only just begun, it is a dry run, or ALERTS is off.`,
  );
}
