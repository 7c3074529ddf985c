import { z } from 'zod';
import {
  CommandAnswer,
  CommandRequest,
  EvidenceFile,
  MigrationsQuery,
  MigrationsView,
  MigrationView,
  OrderAnswer,
  OrderRequest,
} from '../../../app/migration-views.ts';
import { idOf } from '../id-of.ts';
import { problem } from '../problem.ts';
import { parseBody, parseQuery } from '../query.ts';
import { type Answer, json, type Reply, type Route } from '../route.ts';
import { writerOf } from '../writer.ts';

export const MIGRATION_PARAMS = z.object({ id: z.string().describe("A migration's id") });
export const NO_SUCH_MIGRATION: Answer = { description: 'There is no such migration' };
const UNREADABLE: Answer = { description: 'Its record cannot be read by this version, or the store did not answer' };

export const listMigrations: Route = {
  name: 'api-migrations',
  method: 'GET',
  path: 'api/migrations',
  summary: 'Migrations, newest first: where each is, why it waits, whether it can still be rolled back',
  query: MigrationsQuery,
  answers: {
    200: { description: 'Those that have not ended; with `which=all` ended ones too', schema: MigrationsView },
  },
  handle: async ({ fleet, url }) =>
    json(200, await fleet.migrations(parseQuery(MigrationsQuery, url.searchParams).which)),
};

export const showMigration: Route = {
  name: 'api-migration',
  method: 'GET',
  path: 'api/migrations/{id}',
  summary: 'One migration: nodes, step, why it waits, viability clock, stuck pods, newest evidence',
  params: MIGRATION_PARAMS,
  answers: { 200: { description: 'The migration', schema: MigrationView }, 404: NO_SUCH_MIGRATION, 503: UNREADABLE },
  async handle({ fleet, params: given }) {
    const id = idOf(given);
    const view = id === '' ? undefined : await fleet.migration(id);
    return view ? json(200, view) : noSuchMigration(id);
  },
};

export const showEvidence: Route = {
  name: 'api-migration-evidence',
  method: 'GET',
  path: 'api/migrations/{id}/evidence',
  summary: 'The whole chain of evidence of one migration, as `steward verify` checks it',
  params: MIGRATION_PARAMS,
  answers: { 200: { description: 'The chain', schema: EvidenceFile }, 404: NO_SUCH_MIGRATION, 503: UNREADABLE },
  async handle({ fleet, params: given }) {
    const id = idOf(given);
    const file = id === '' ? undefined : await fleet.evidence(id);
    if (!file) return noSuchMigration(id);
    return json(200, file, { 'content-disposition': `inline; filename="evidence-${id}.json"` });
  },
};

export const commandMigration: Route = {
  name: 'api-migration-command',
  method: 'POST',
  path: 'api/migrations/{id}/commands',
  summary:
    'Pauses, resumes, aborts or rolls back; it takes effect at the next pass. A roll-back with `deleteTarget` takes two people',
  params: MIGRATION_PARAMS,
  body: CommandRequest,
  answers: {
    202: {
      description: 'Taken; `leaves` says what it leaves. Or recorded, and waiting for a second person',
      schema: CommandAnswer,
    },
    403: { description: 'The sign-in names no person' },
    404: NO_SUCH_MIGRATION,
    409: { description: 'It makes no sense as things stand; `detail` says why' },
  },
  async handle({ fleet, params: given, asker, text }) {
    const { person, ...command } = parseBody(CommandRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const id = idOf(given);
    const answer = id === '' ? ({ kind: 'missing' } as const) : await fleet.command(id, command, writer.person);
    switch (answer.kind) {
      case 'taken':
      case 'awaits-second':
        return json(202, answer);
      case 'refused':
        return problem(409, 'COMMAND_REFUSED', answer.because);
      case 'missing':
        return noSuchMigration(id);
    }
  },
};

export const orderOnMigration: Route = {
  name: 'api-migration-order',
  method: 'POST',
  path: 'api/migrations/{id}/orders',
  summary: 'Orders that a stuck pod is ended by force: takes two people, and says what one of them is to run',
  params: MIGRATION_PARAMS,
  body: OrderRequest,
  answers: {
    202: {
      description: 'Recorded, and waiting for a second person; or ordered by two, with the command',
      schema: OrderAnswer,
    },
    403: { description: 'The sign-in names no person' },
    404: NO_SUCH_MIGRATION,
    409: { description: 'It makes no sense as things stand; `detail` says why' },
  },
  async handle({ fleet, params: given, asker, text }) {
    const { person, ...order } = parseBody(OrderRequest, await text());
    const writer = writerOf(asker, person);
    if (writer.kind === 'refused') return writer.reply;
    const id = idOf(given);
    const answer = id === '' ? ({ kind: 'missing' } as const) : await fleet.order(id, order, writer.person);
    switch (answer.kind) {
      case 'awaits-second':
      case 'ordered':
        return json(202, answer);
      case 'refused':
        return problem(409, 'ORDER_REFUSED', answer.because);
      case 'missing':
        return noSuchMigration(id);
    }
  },
};

export function noSuchMigration(id: string): Reply {
  const which = id === '' ? 'A migration has an id such as m-0123456789ab.' : `There is no migration ${id}.`;
  return problem(404, 'MIGRATION_NOT_FOUND', `${which} They are listed at /api/migrations?which=all.`);
}
