import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../dev/simulator/index.ts';
import { sampleFleet } from './sample-fleet.ts';

export const AKS_VERSION = '2026-08-01';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes
  readonly body: any;
}

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A running simulator that ends with the test; the sample fleet unless another is given. */
export async function givenSimulator(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({ fleet: sampleFleet(), throttle: false, ...options });
  const agent = new Agent({ ca: simulator.ca, keepAlive: true });
  onTestFinished(async () => {
    agent.destroy();
    await simulator.close();
  });

  const ask = (method: string, path: string, { body, headers = {} }: Ask = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = httpsRequest(
        `${simulator.armEndpoint}${path}`,
        { method, agent, headers: { authorization: 'Bearer test', 'content-type': 'application/json', ...headers } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    });

  /** The lines of an answer that goes on, as they come. */
  async function* follow(path: string, headers: Record<string, string>): AsyncGenerator<string> {
    const sent = httpsRequest(`${simulator.armEndpoint}${path}`, { agent, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let rest = '';
    for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  }

  return { simulator, control: simulator.control, ask, follow, ...clients(simulator) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The real SDK clients, with nothing changed but the address and the authority to trust. */
function clients(simulator: Simulator) {
  const credential = { getToken: async () => ({ token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const options = {
    endpoint: simulator.armEndpoint,
    tlsOptions: { ca: simulator.ca },
    retryOptions: { maxRetries: 0 },
  };
  return {
    aks: (subscriptionId: string) => new ContainerServiceClient(credential, subscriptionId, options),
    graph: new ResourceGraphClient(credential, options),
    subscriptions: new SubscriptionClient(credential, options),
  };
}

export interface Sample {
  readonly request: { readonly method: string; readonly url: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    // oxlint-disable-next-line typescript/no-explicit-any -- samples have many shapes
    readonly body: any;
  };
}

/** A recorded request and its answer, in the shape of the public REST specification. */
export function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`../../fixtures/arm-samples/${name}.json`, import.meta.url), 'utf8'));
}

/** The sample's path and query, without the host. */
export const pathOf = ({ request }: Sample): string => request.url.replace('https://management.azure.com', '');

/** The types in a JSON value: keys and types stay, values go; a list becomes the different shapes in it. */
export function shape(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((item) => [JSON.stringify(sorted(shape(item))), shape(item)]));
    return [...shapes.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
