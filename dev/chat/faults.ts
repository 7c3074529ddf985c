import type { ServerResponse } from 'node:http';

/** What goes wrong with one call to the simulated service. */
export type Fault =
  /** It is answered so, and not done. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      /** As the header has it: seconds, or a date. */
      readonly retryAfter?: string;
    }
  /** It is done, and the connection breaks before the answer. */
  | { readonly kind: 'lost-reply' }
  /** The connection breaks before it is done. */
  | { readonly kind: 'cut' }
  /** Never answered; `done`: it is done all the same. */
  | { readonly kind: 'hang'; readonly done: boolean }
  /** It is done, and answered with this text in place of JSON. */
  | { readonly kind: 'garbled'; readonly text: string };

/** Faults that wait for the next calls about a place; `*` is every place. */
export interface FaultScript {
  add(placeId: string, faults: readonly Fault[]): void;
  take(placeId: string): Fault | undefined;
}

export function faultScript(): FaultScript {
  const waiting = new Map<string, Fault[]>();
  return {
    add(placeId, faults) {
      waiting.set(placeId, [...(waiting.get(placeId) ?? []), ...faults]);
    },
    take: (placeId) => waiting.get(placeId)?.shift() ?? waiting.get('*')?.shift(),
  };
}

export type Answer = { readonly status: number; readonly body?: unknown };

/** Answers as the fault has it. @param act does what was asked for */
export function sufferFault(fault: Fault, response: ServerResponse, act: () => Answer): void {
  switch (fault.kind) {
    case 'status': {
      const { status, code = 'ServiceError', retryAfter } = fault;
      const headers = { 'content-type': 'application/json', ...(retryAfter && { 'retry-after': retryAfter }) };
      response.writeHead(status, headers).end(JSON.stringify({ error: { code, message: 'as a test wants it' } }));
      return;
    }
    case 'lost-reply':
      act();
      response.destroy();
      return;
    case 'cut':
      response.destroy();
      return;
    case 'hang':
      if (fault.done) act();
      return;
    case 'garbled':
      act();
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.text);
  }
}
