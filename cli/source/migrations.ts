import { userInfo } from 'node:os';
import {
  type AlertAnswerRequest,
  AlertAnswerView,
  AlertView,
  type NewAlertAnswer,
  type OnCallTestRequest,
  OnCallTestView,
} from '../../shared/app/alerts/alert-views.ts';
import {
  type AwaitsSecond,
  CommandAnswer,
  type CommandRequest,
  EvidenceFile,
  MigrationsView,
  MigrationView,
  type NewCommand,
  type NewOrder,
  type NewSignOff,
  OrderAnswer,
  type OrderRequest,
  SignOffsRecorded,
  SignOffsView,
  StartAnswer,
} from '../../shared/app/migration-views.ts';
import { whatText } from '../../shared/app/migration-words.ts';
import { PlansView } from '../../shared/app/plan-views.ts';
import { scopeText } from '../../shared/app/plan-words.ts';
import { FleetError, InputError } from '../../shared/domain/errors.ts';
import { appHttp } from './app-http.ts';
import { suggestion } from './near-ids.ts';
import { addressOf } from './open.ts';

/** Which app, and who gives a command there. */
export interface AppOptions {
  readonly app: string;
  readonly appId?: string;
  /** Where nobody signs in; absent: the user of this machine. */
  readonly as?: string;
}

/** The migrations that an app runs, by its HTTP API. Without an app nothing runs. */
export interface MigrationSource {
  list(which: 'open' | 'all'): Promise<MigrationsView>;
  /** @throws InputError MIGRATION_NOT_FOUND with ids that may have been meant; so for all that take an id */
  one(id: string): Promise<MigrationView>;
  evidence(id: string): Promise<EvidenceFile>;
  command(id: string, command: NewCommand): Promise<Told>;
  /** @throws InputError ORDER_REFUSED when it makes no sense as things stand */
  order(id: string, order: NewOrder): Promise<{ readonly says: string }>;
  /** @throws InputError ALERT_NOT_FOUND when nobody has looked at it */
  alert(id: string): Promise<AlertView>;
  /** @throws InputError ALERT_ANSWER_REFUSED when there is nothing to decide any more, or the question has changed */
  answer(id: string, answer: NewAlertAnswer): Promise<void>;
  testOnCall(): Promise<OnCallTestView>;
  signOffs(plan: string): Promise<SignOffsView>;
  signOff(plan: string, signOff: NewSignOff): Promise<SignOffsRecorded>;
  /** @throws InputError START_REFUSED when nothing may begin */
  start(plan: string): Promise<Extract<StartAnswer, { kind: 'begun' }>>;
}

/** What a command came to: it goes at the next pass, or a second person must say it too. */
export type Told = { readonly kind: 'taken'; readonly leaves: string } | AwaitsSecond;

/** Every other answer is an error. */
const Begun = StartAnswer.options[0];

const NOTHING_ASKED = new URLSearchParams();

export function openMigrations(options: AppOptions): MigrationSource {
  const http = appHttp(addressOf(options.app, options.appId));
  const list = (which: 'open' | 'all') => http.get('api/migrations', new URLSearchParams({ which }), MigrationsView);
  const at = (id: string, rest = '') => `api/migrations/${encodeURIComponent(id)}${rest}`;
  const signOffsAt = (plan: string) => `api/plans/${encodeURIComponent(plan)}/sign-offs`;

  async function ofMigration<T>(id: string, ask: () => Promise<T>): Promise<T> {
    return withSuggestion('MIGRATION_NOT_FOUND', `there is no migration ${id}`, id, ask, async () => {
      const { migrations } = await list('all');
      return migrations.map((one) => ({ id: one.id, label: `${one.cluster}, ${whatText(one)}` }));
    });
  }
  async function ofPlan<T>(plan: string, ask: () => Promise<T>): Promise<T> {
    return withSuggestion('PLAN_NOT_FOUND', `there is no plan ${plan}`, plan, ask, async () => {
      const { plans } = await http.get('api/plans', NOTHING_ASKED, PlansView);
      return plans.map(({ id, scope }) => ({ id, label: scopeText(scope) }));
    });
  }

  return {
    list,
    one: (id) => ofMigration(id, () => http.get(at(id), NOTHING_ASKED, MigrationView)),
    evidence: (id) => ofMigration(id, () => http.get(at(id, '/evidence'), NOTHING_ASKED, EvidenceFile)),
    command: (id, command) =>
      ofMigration(id, async () => {
        const body: CommandRequest = { ...command, ...asPerson(options) };
        const answer = await http.send('POST', at(id, '/commands'), body, CommandAnswer);
        if (answer.kind === 'awaits-second') return answer;
        return { kind: 'taken', leaves: answer.kind === 'taken' ? answer.leaves : '' };
      }),
    order: (id, order) =>
      ofMigration(id, async () => {
        const body: OrderRequest = { ...order, ...asPerson(options) };
        const answer = await http.send('POST', at(id, '/orders'), body, OrderAnswer);
        return { says: 'says' in answer ? answer.says : '' };
      }),
    alert: (id) => ofMigration(id, () => http.get(at(id, '/alert'), NOTHING_ASKED, AlertView)),
    answer: (id, answer) =>
      ofMigration(id, async () => {
        const body: AlertAnswerRequest = { ...answer, ...asPerson(options) };
        await http.send('POST', at(id, '/alert/answer'), body, AlertAnswerView);
      }),
    testOnCall: () => {
      const body: OnCallTestRequest = asPerson(options);
      return http.send('POST', 'api/on-call/test', body, OnCallTestView);
    },
    signOffs: (plan) => ofPlan(plan, () => http.get(signOffsAt(plan), NOTHING_ASKED, SignOffsView)),
    signOff: (plan, signOff) =>
      ofPlan(plan, () => http.send('POST', signOffsAt(plan), { ...signOff, ...asPerson(options) }, SignOffsRecorded)),
    start: (plan) =>
      ofPlan(plan, () => http.send('POST', `api/plans/${encodeURIComponent(plan)}/start`, asPerson(options), Begun)),
  };
}

/** On this machine nobody signs in, and the request says who it is; a deployed app knows it. */
export function asPerson({ app, appId, as }: AppOptions): { readonly person?: string } {
  if (as !== undefined) return { person: as };
  const local = appId === undefined && ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(app)?.hostname ?? '');
  return local ? { person: userInfo().username } : {};
}

async function withSuggestion<T>(
  code: string,
  missing: string,
  typed: string,
  ask: () => Promise<T>,
  known: () => Promise<readonly { readonly id: string; readonly label: string }[]>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof FleetError && error.code === code)) throw error;
    const near = suggestion(typed, await known().catch(() => []));
    throw new InputError(code, `${missing}${near}`, {}, { cause: error });
  }
}
