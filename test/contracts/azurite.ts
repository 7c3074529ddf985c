import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import getPort from 'get-port';

export interface Azurite {
  /** Of an account that nobody has used before. */
  freshAccount(): string;
  stop(): Promise<void>;
}

const ACCOUNTS = Array.from({ length: 300 }, (_, number) => `test${number}`);
const KEY = Buffer.from('a key for tests').toString('base64');

function on(service: string, port: number): string[] {
  return [`--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)];
}

/** Azurite with everything in memory, on free ports of this machine; ready when this resolves. */
export async function startAzurite(): Promise<Azurite> {
  const require = createRequire(import.meta.url);
  const main = join(dirname(require.resolve('azurite/package.json')), 'dist/src/azurite.js');
  const [blob, queue, table] = [await getPort(), await getPort(), await getPort()];
  const child = spawn(
    process.execPath,
    [
      main,
      '--inMemoryPersistence',
      '--silent',
      '--disableTelemetry',
      '--skipApiVersionCheck',
      ...on('blob', blob),
      ...on('queue', queue),
      ...on('table', table),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, AZURITE_ACCOUNTS: ACCOUNTS.map((account) => `${account}:${KEY}`).join(';') },
    },
  );
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (/Table service (is successfully|successfully) listen/i.test(said)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`Azurite ended with ${code}: ${said}`)));
  });
  await ready;
  const unused = [...ACCOUNTS];
  return {
    freshAccount() {
      const account = unused.shift();
      if (!account) throw new Error('Every account of this Azurite was used; give it more.');
      const at = (port: number) => `http://127.0.0.1:${port}/${account}`;
      return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${KEY};BlobEndpoint=${at(blob)};TableEndpoint=${at(table)};`;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
