import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Counts what this process receives over HTTP, as it comes off the wire. */
export function countBytes(): () => number {
  const sockets = new Set<Socket>();
  subscribe('undici:client:connected', (message) => {
    sockets.add((message as { socket: Socket }).socket);
  });
  return () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
}
