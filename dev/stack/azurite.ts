import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { asTaken, type PickPort, usualOrFree } from './ports.ts';
import type { Terminal } from './terminal.ts';

/** The account and key that every Azurite has; they are published and open nothing else. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const SCRIPT = fileURLToPath(new URL('./azurite-process.ts', import.meta.url));
const SERVICES = 3;

export interface Storage {
  readonly connectionString: string;
}

/** Starts Azurite with everything in memory, and waits until its three services listen. */
export async function startStorage(
  keep: (child: Child) => Child,
  terminal: Terminal,
  pick: PickPort = usualOrFree,
): Promise<Storage> {
  const blob = await pick(10000);
  const queue = await pick(10001);
  const table = await pick(10002);
  const listening = Promise.withResolvers<void>();
  let services = 0;
  const child = keep(
    startChild({
      name: 'the storage emulator (Azurite)',
      script: SCRIPT,
      repeatLastLines: true,
      args: [
        '--inMemoryPersistence',
        '--silent',
        '--disableTelemetry',
        '--skipApiVersionCheck',
        `--blobPort=${blob.port}`,
        `--queuePort=${queue.port}`,
        `--tablePort=${table.port}`,
      ],
      env: process.env,
      onLine(line) {
        terminal.detail(`storage: ${line}`);
        if (/successfully listening/.test(line) && ++services === SERVICES) listening.resolve();
      },
    }),
  );
  await child.ready(listening.promise);
  terminal.part(
    'Storage (Azurite)',
    `http://127.0.0.1:${blob.port} blobs${asTaken(blob)}; ${table.port} tables${asTaken(table)}`,
  );
  const endpoint = (kind: string, port: number) => `${kind}Endpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoint('Blob', blob.port)}${endpoint('Queue', queue.port)}${endpoint('Table', table.port)}`,
  };
}
