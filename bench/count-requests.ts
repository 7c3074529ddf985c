import { subscribe } from 'node:diagnostics_channel';

/** Counts the HTTP requests of this process, whoever sends them. */
export function countRequests(): () => number {
  let requests = 0;
  subscribe('undici:request:create', () => {
    requests += 1;
  });
  return () => requests;
}
