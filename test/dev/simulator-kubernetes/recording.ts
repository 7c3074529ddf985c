import { readdirSync, readFileSync } from 'node:fs';

/** A recorded exchange with a real API server; see test/fixtures/k8s-recordings/README.md. */
export interface Exchange {
  readonly step?: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly stream?: readonly { readonly afterMs: number; readonly line: unknown }[];
    readonly endedByServer?: boolean;
  };
}

export interface Recording {
  readonly case: string;
  readonly about: string;
  readonly exchanges?: readonly Exchange[];
  readonly requests?: readonly { readonly method: string; readonly path: string }[];
}

const FOLDER = new URL('../../fixtures/k8s-recordings/', import.meta.url);

export const recordings: readonly Recording[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .toSorted()
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording);

export const lineOf = (line: unknown): Record<string, unknown> =>
  (typeof line === 'string' ? JSON.parse(line) : line) as Record<string, unknown>;
