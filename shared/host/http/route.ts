import type { z } from 'zod';
import type { Fleet } from '../../app/fleet.ts';
import type { Instant } from '../../domain/time.ts';
import type { Asker } from './asker.ts';
import type { Problem } from './problem-document.ts';

/** One address of the app: what it takes, what it answers with, and the use case behind it. */
export interface Route {
  /** The function's name; also the operation's id in the OpenAPI document. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As in `api/clusters/{*id}`: `*` takes the rest of the address. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answers: Readonly<Record<number, Answer>>;
  handle(request: RouteRequest): Promise<Reply>;
  /** How a person is told of a problem; without it the answer is `application/problem+json`. */
  present?(problem: Problem, url: URL): Promise<Reply>;
}

/** One way in which a route can answer. */
export interface Answer {
  readonly description: string;
  readonly mediaType?: string;
  readonly schema?: z.ZodType;
}

/** A request that was let in. Nothing in it has been checked against the route's schemas yet. */
export interface RouteRequest {
  readonly fleet: Fleet;
  readonly now: Instant;
  /** Who asks, as far as the sign-in tells. */
  readonly who: string;
  /** Whom a decision that is recorded with a name can be put down to. */
  readonly asker: Asker;
  readonly url: URL;
  /** Where people talk with the app. */
  readonly chatLink: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  /** The body as text. @throws InputError when it is longer than a route takes */
  readonly text: () => Promise<string>;
}

export interface Reply {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** What `body` says, when it is a problem. */
  readonly problem?: Problem;
}

export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return { status, mediaType: 'application/json; charset=utf-8', body: JSON.stringify(value), headers };
}
