import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostError } from './host-error.ts';
import { plain } from './http-trigger.ts';

const LOOPBACK = '127.0.0.1';
const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface HttpServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** Takes no further connection; resolves when all are closed. */
  close(): Promise<void>;
}

/**
 * Listens on the loopback address only. A request under another host name is refused: a page in the
 * developer's browser could otherwise reach the host under a name that it controls.
 *
 * @param port 0 takes a free one.
 * @throws HostError when the port is taken.
 */
export async function listen(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const url = readUrl(request);
    if (!url) return plain(response, 400, 'the address cannot be read');
    if (!LOCAL_NAMES.has(url.hostname)) return plain(response, 403, 'only localhost is served here');
    answer(request, response, url).catch(() => {
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'the host failed to answer');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new HostError('HOST_PORT_TAKEN', `port ${port} is taken; choose another with --port`, { cause: error })
          : error,
      );
    });
    server.listen(port, LOOPBACK, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${LOOPBACK}:${taken}`, close: () => closeServer(server) };
}

/** Idle connections are closed at once, the others when their answer is out. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function readUrl(request: IncomingMessage): URL | undefined {
  const path = request.url ?? '/';
  return path.startsWith('/')
    ? (URL.parse(`http://${request.headers.host ?? LOOPBACK}${path}`) ?? undefined)
    : undefined;
}
