import { z } from 'zod';
import type { Asked } from './error-rate.ts';
import { type AskMonitor, shortened } from './monitor-http.ts';

/** Sign-in for an Azure Monitor workspace. */
export const PROMETHEUS_SCOPE = 'https://prometheus.monitor.azure.com/.default';

/**
 * The one way in which a name gets into PromQL: as a matcher of a label, without case (Azure does not care for it either),
 * of exactly these names. Nothing in a name is an operator, of the pattern or of the language.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function labelIs(label: string, ...names: readonly string[]): string {
  const patterns = names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|-]/g, (one) => `\\${one}`));
  return `${label}=~${JSON.stringify(`(?i)(${patterns.join('|')})`)}`;
}

const Labels = z.record(z.string(), z.string());
const Value = z.tuple([z.number(), z.string()]);

const Envelope = z.object({
  status: z.string(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).nullish(),
  data: z
    .discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: Labels, value: Value })) }),
      z.object({
        resultType: z.literal('matrix'),
        result: z.array(z.object({ metric: Labels, values: z.array(Value) })),
      }),
    ])
    .optional(),
});

/** One series with its values, oldest first; an instant has one. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly { readonly at: number; readonly value: number }[];
}

/**
 * One instant query. An answer with a warning is not whole, and so it is none.
 *
 * @param url of the workspace's query endpoint
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 * @see https://learn.microsoft.com/azure/azure-monitor/essentials/prometheus-api-promql
 */
export async function promQuery(
  ask: AskMonitor,
  url: string,
  query: string,
  atMs: number,
): Promise<Asked<readonly Series[]>> {
  const answer = await ask({
    url: `${url.replace(/\/+$/, '')}/api/v1/query`,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ query, time: String(atMs / 1_000) }).toString(),
  });
  if (answer.kind === 'failed') return answer;
  const read = Envelope.safeParse(answer.body);
  if (!read.success) return failed('gave an answer that could not be understood.');
  const { status, data, error = 'no reason given', errorType, warnings } = read.data;
  if (status !== 'success') return failed(`could not answer: ${shortened(`${errorType ?? 'error'}: ${error}`)}`);
  if (warnings && warnings.length > 0) {
    return failed(`gave an answer that is not whole: ${shortened(warnings.join('; '))}`);
  }
  if (!data) return failed('gave an answer without data.');
  const series: readonly Series[] =
    data.resultType === 'vector'
      ? data.result.map(({ metric, value }) => ({ labels: metric, values: [numbersOf(value)] }))
      : data.result.map(({ metric, values }) => ({ labels: metric, values: values.map(numbersOf) }));
  if (series.some(({ values }) => values.some(({ value }) => !Number.isFinite(value)))) {
    return failed('gave a value that is no number.');
  }
  return { kind: 'told', value: series };
}

function numbersOf([at, value]: z.infer<typeof Value>) {
  return { at, value: value.trim() === '' ? Number.NaN : Number(value) };
}

function failed(what: string): { kind: 'failed'; why: string } {
  return { kind: 'failed', why: `Prometheus ${what}` };
}
