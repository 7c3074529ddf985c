import { FleetError, type Remedy } from '../../domain/errors.ts';
import type { Problem } from './problem-document.ts';
import type { Reply } from './route.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be used',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not as things stand',
  413: 'The request is too long',
  415: 'Not a type this route takes',
  500: 'Something went wrong here',
  503: 'Not available now',
};

const STATUS: Readonly<Record<Remedy, number>> = {
  'fix-input': 400,
  'retry-later': 503,
  'fix-config': 500,
  'fix-code': 500,
};

/** @param detail one sentence for a person: what was read, what is expected, what to do */
export function problem(
  status: number,
  code: string,
  detail: string,
  headers?: Readonly<Record<string, string>>,
): Reply {
  const told: Problem = {
    type: `urn:image-steward:error:${code}`,
    title: TITLES[status] ?? 'The request was not answered',
    status,
    detail,
    code,
  };
  return {
    status,
    mediaType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(told),
    headers,
    problem: told,
  };
}

/** What a caller is told of an error. What it could not plan for keeps its details in the log. */
export function problemOf(error: unknown): Reply {
  if (!(error instanceof FleetError)) {
    return problem(500, 'HTTP_FAILED', 'The request failed for a reason that only the log of the app tells.');
  }
  const status = STATUS[error.remedy];
  const headers = status === 503 ? { 'retry-after': '30' } : undefined;
  return problem(status, error.code, error.message, headers);
}
