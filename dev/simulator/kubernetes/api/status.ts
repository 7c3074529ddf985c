import { qualified, type Resource } from './resources.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text. */
  readonly body: unknown;
}

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** A refusal in the form of a Kubernetes Status. Thrown where it is known, answered by the handler. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    reason: string | undefined,
    message: string,
    details?: Details,
    metadata: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = details?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(details.retryAfterSeconds) };
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason !== undefined && { reason }),
      ...(details && { details }),
      code: status,
    };
  }

  answer(): Answer {
    return { status: this.status, headers: this.headers, body: this.body };
  }
}

type Named = Pick<Resource, 'group' | 'plural'>;

const named = ({ group, plural }: Named, name: string): Details => ({
  name,
  ...(group !== '' && { group }),
  kind: plural,
});

export const notFound = (resource: Named, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, named(resource, name));

/** A path that nothing is served at, in a group that is known. */
export const noSuchResource = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

export const alreadyExists = (resource: Named, name: string): ApiError =>
  new ApiError(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, named(resource, name));

export const conflict = (resource: Named, name: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    named(resource, name),
  );

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message);

export const forbidden = (resource: Named, name: string, why: string): ApiError =>
  new ApiError(403, 'Forbidden', `${qualified(resource)} "${name}" is forbidden: ${why}`, named(resource, name));

/** @param kind of the object, in its group: `Node`, `Scale` in `autoscaling` */
export function invalid(kind: { kind: string; group: string }, name: string, causes: readonly Cause[]): ApiError {
  // The message tells each cause once, the list of causes as often as it was found.
  const lines = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const title = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiError(422, 'Invalid', `${title} "${name}" is invalid: ${text}`, {
    ...(name !== '' && { name }),
    ...(kind.group !== '' && { group: kind.group }),
    ...(kind.kind !== '' && { kind: kind.kind }),
    causes,
  });
}

export const success = (status: number): Answer => ({
  status,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: status },
});
