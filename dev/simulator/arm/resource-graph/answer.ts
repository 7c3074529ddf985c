import { z } from 'zod';
import type { Fleet, FleetSubscription, FleetView } from '../../model/fleet.ts';
import { type ArmAnswer, refusal } from '../http.ts';
import { evaluate, type Result, toObject } from './evaluate.ts';
import { parseQuery, QueryFault } from './query.ts';
import { rowsOf } from './rows.ts';

const MOST_ROWS_A_PAGE = 1000;
/** The service refuses larger answers. */
const MOST_BYTES_AN_ANSWER = 16_777_216;

const Body = z.strictObject({
  query: z.string().min(1),
  subscriptions: z.array(z.string()).optional(),
  managementGroups: z.array(z.string()).optional(),
  options: z
    .strictObject({
      $top: z.int().min(1).max(MOST_ROWS_A_PAGE).optional(),
      $skip: z.int().min(0).optional(),
      $skipToken: z.string().nullish(),
      resultFormat: z.literal('objectArray').optional(),
      allowPartialScopes: z.boolean().optional(),
      authorizationScopeFilter: z.string().optional(),
    })
    .optional(),
});

/** What a page's `$skipToken` says; to the caller it is opaque. */
const Token = z.object({ offset: z.int().min(0), query: z.string() });

export interface GraphOptions {
  readonly fleet: Fleet;
  /** The fleet as the index has it, which may be some time ago. */
  readonly view: () => FleetView;
  /** Whether the caller may read a subscription's resources; others are left out without a word. */
  readonly mayRead: (subscription: FleetSubscription) => boolean;
}

/** Answers the queries of the subset in `query.ts`, and refuses any other as the real service does. */
export function resourceGraph(options: GraphOptions): (body: unknown) => ArmAnswer {
  // Pages of one query follow each other: the rows of the last one are kept.
  let last: { readonly key: string; readonly result: Result } | undefined;

  return (sent) => {
    const body = Body.safeParse(sent);
    if (!body.success) {
      const problems = body.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
      return refused('InvalidRequest', `The request is not one that this service takes: ${problems.join('; ')}`);
    }
    const { query: text, subscriptions, managementGroups, options: paging = {} } = body.data;
    const view = options.view();
    const scope = inScope(view, subscriptions, managementGroups);
    const readable = scope?.filter(options.mayRead);
    const asked = (subscriptions?.length ?? 0) + (managementGroups?.length ?? 0) > 0;
    if (readable === undefined || (readable.length === 0 && asked)) return denied();

    const key = JSON.stringify([text, view.version, readable.map(({ id, state }) => [id, state])]);
    if (last?.key !== key) {
      try {
        const query = parseQuery(text);
        const rows = rowsOf(query.table, view, readable, options.fleet.tenantId);
        if (!rows) return refused('InvalidQuery', 'Query is invalid.', [disallowedTable(query.table)]);
        last = { key, result: evaluate(query, rows) };
      } catch (error) {
        if (!(error instanceof QueryFault)) throw error;
        return refused(
          'InvalidQuery',
          'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
          [parserFailure(error)],
        );
      }
    }
    const offset = paging.$skipToken ? offsetIn(paging.$skipToken, text) : (paging.$skip ?? 0);
    if (offset === undefined)
      return refused('InvalidSkipToken', 'The skip token is invalid or belongs to another query.');
    return page(last.result, text, offset, paging.$top ?? MOST_ROWS_A_PAGE);
  };
}

function page({ rows, hasId }: Result, query: string, offset: number, top: number): ArmAnswer {
  const data = rows.slice(offset, offset + top).map(toObject);
  const next = offset + data.length;
  const more = next < rows.length;
  const body = {
    totalRecords: rows.length,
    count: data.length,
    data,
    facets: [],
    // Without an id in the result the service cannot page, and says that rows were cut off.
    resultTruncated: more && !hasId ? 'true' : 'false',
    ...(more && hasId && { $skipToken: Buffer.from(JSON.stringify({ offset: next, query })).toString('base64') }),
  };
  const json = JSON.stringify(body);
  const bytes = Buffer.byteLength(json);
  if (bytes > MOST_BYTES_AN_ANSWER) {
    return refused(
      'ResponsePayloadTooLarge',
      `Response payload size is ${bytes}, and has exceeded the limit of ${MOST_BYTES_AN_ANSWER}. Please consider querying less data at a time and make paginated call if needed.`,
    );
  }
  return { status: 200, json };
}

function offsetIn(token: string, query: string): number | undefined {
  try {
    const parsed = Token.parse(JSON.parse(Buffer.from(token, 'base64').toString()));
    return parsed.query === query ? parsed.offset : undefined;
  } catch {
    return undefined;
  }
}

/** @returns `undefined` when a management group is asked for that is not there: it looks like a forbidden one */
function inScope(
  view: FleetView,
  subscriptions: readonly string[] | undefined,
  managementGroups: readonly string[] | undefined,
): readonly FleetSubscription[] | undefined {
  if (subscriptions && subscriptions.length > 0) {
    const wanted = new Set(subscriptions.map((id) => id.toLowerCase()));
    return [...wanted].map((id) => view.subscription(id)).filter((subscription) => subscription !== undefined);
  }
  if (!managementGroups || managementGroups.length === 0) return view.subscriptions();
  const under = managementGroups.map((id) => view.subscriptionsUnder(id));
  if (under.includes(undefined)) return undefined;
  return [...new Set(under.flatMap((group) => group ?? []))];
}

const SUPPORT = 'Please provide below info when asking for support: timestamp and correlationId of this answer.';

const refused = (code: string, message: string, more: readonly unknown[] = []): ArmAnswer =>
  refusal(400, 'BadRequest', SUPPORT, { details: [{ code, message }, ...more] });

const denied = (): ArmAnswer =>
  refusal(403, 'AccessDenied', SUPPORT, {
    details: [
      {
        code: 'AccessDenied',
        message: 'Access is denied to the requested resource. The user might not have enough permission.',
      },
    ],
  });

const parserFailure = (fault: QueryFault): unknown => ({
  code: 'ParserFailure',
  message: `ParserFailure at '${fault.token}': expected ${fault.message}. (This simulator takes a subset of the language.)`,
  line: 1,
  characterPositionInLine: fault.position,
  token: fault.token,
  expectedToken: fault.message,
});

const disallowedTable = (table: string): unknown => ({
  code: 'DisallowedLogicalTableName',
  message: `Table ${table} is invalid, unsupported or disallowed.`,
});
