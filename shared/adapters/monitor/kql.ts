import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
import type { Asked } from './error-rate.ts';
import { type AskMonitor, shortened } from './monitor-http.ts';

/** Sign-in for Azure Monitor Logs. */
export const LOGS_SCOPE = 'https://api.loganalytics.io/.default';

/** The service ends a query of ours before we stop listening. */
const WAIT_SECONDS = 15;

/**
 * The one way in which a text gets into KQL: as a string literal in which nothing ends the literal.
 *
 * @see https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export function kqlText(text: string): string {
  const escaped = text.replaceAll(/["'\\\p{Cc}\u2028\u2029]/gu, (one) =>
    /["'\\]/.test(one) ? `\\${one}` : `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

export function kqlTime(at: Instant): string {
  return `datetime(${new Date(at).toISOString()})`;
}

const Answer = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.array(z.array(z.unknown())),
    }),
  ),
  /** A 200 with an error has only a part of the rows. */
  error: z.object({ code: z.string(), message: z.string().optional() }).nullish(),
});

export type KqlRow = Readonly<Record<string, unknown>>;

/**
 * One query. An answer with an error beside its tables is not whole, and so it is none.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
 */
export async function kqlQuery(
  ask: AskMonitor,
  { url, workspaceId }: { readonly url: string; readonly workspaceId: string },
  query: string,
): Promise<Asked<readonly KqlRow[]>> {
  const answer = await ask({
    url: `${url.replace(/\/+$/, '')}/v1/workspaces/${encodeURIComponent(workspaceId)}/query`,
    contentType: 'application/json',
    headers: { prefer: `wait=${WAIT_SECONDS}` },
    body: JSON.stringify({ query }),
  });
  if (answer.kind === 'failed') return answer;
  const read = Answer.safeParse(answer.body);
  if (!read.success) return failed('gave an answer that could not be understood.');
  const { tables, error } = read.data;
  if (error) return failed(`gave an answer that is not whole: ${shortened(`${error.code}: ${error.message ?? ''}`)}`);
  const table = tables.find(({ name }) => name === 'PrimaryResult') ?? tables[0];
  if (!table) return failed('gave an answer without a table.');
  const names = table.columns.map(({ name }) => name);
  if (table.rows.some((row) => row.length !== names.length)) return failed('gave rows that do not fit their columns.');
  return { kind: 'told', value: table.rows.map((row) => Object.fromEntries(names.map((name, n) => [name, row[n]]))) };
}

function failed(what: string): { kind: 'failed'; why: string } {
  return { kind: 'failed', why: `Azure Monitor Logs ${what}` };
}
