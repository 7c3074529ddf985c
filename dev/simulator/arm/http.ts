import type { IncomingHttpHeaders } from 'node:http';

/** A request as the operations see it. */
export interface ArmRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case: Azure does not mind `$skipToken` or `$skiptoken`. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body; `undefined` when there was none. */
  readonly body: unknown;
}

export interface ArmAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out, the answer has no body. */
  readonly body?: unknown;
  /** In place of `body`: the same, as JSON already, for answers of megabytes. */
  readonly json?: string;
}

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): ArmAnswer =>
  headers ? { status: 200, body, headers } : { status: 200, body };

/** The usual error: `{ error: { code, message } }`. A few AKS errors have no wrapper, see {@link bareRefusal}. */
export function refusal(
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): ArmAnswer {
  return { status, body: { error: { code, message, ...more } } };
}

/** An error that AKS sends without the `error` wrapper. */
export function bareRefusal(
  status: number,
  code: string,
  message: string,
  subcode = '',
  details: unknown = null,
): ArmAnswer {
  return { status, body: { code, details, message, subcode } };
}
