import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InputError } from '../../shared/domain/errors.ts';
import type { SimulatorOptions } from './index.ts';
import { loadFleetFile } from './model/fleet-file.ts';
import { generateFleet } from './model/generator.ts';

export const DEMO_FLEET = fileURLToPath(new URL('../fleets/demo.json', import.meta.url));

/** A fleet's own policy files lie beside `NAME.json` in `NAME.policy/`, named as in the policy container. */
export function policyFolderOf(fleetFile: string): string | undefined {
  const folder = fleetFile.replace(/(?:\.json)?$/, '.policy');
  return existsSync(folder) ? resolve(folder) : undefined;
}

export const HELP = `Simulates Azure Resource Manager over a fleet of AKS clusters, on 127.0.0.1 only.

  node dev/simulator/main.ts [options]

  --fleet FILE         the fleet, as docs/fleet-file.md describes it (default: the demo fleet)
  --clusters N         makes up a fleet of so many clusters instead
  --pools N            with so many node pools in all (default: five per cluster)
  --subscriptions N    in so many subscriptions (default: one per 50 clusters)
  --seed S             a whole number; the same one makes the same fleet (default: 1)
  --port N             default: any free port
  --speed X            fleet seconds per second (default: 1)
  --no-throttle        without Azure's limits
  --latency-ms N       added to every answer (default: 0)
`;

export interface SimulatorArguments extends SimulatorOptions {
  /** Where the fleet's own policy files lie, if it has any. */
  readonly policyFolder?: string;
}

/** @throws InputError `SIMULATOR_ARGUMENTS` for an option that cannot be used, `FLEET_FILE` for a bad fleet */
export async function readArguments(argv: readonly string[]): Promise<SimulatorArguments | 'help'> {
  const values = parse(argv);
  if (values.help) return 'help';
  const generated = [values.clusters, values.pools, values.subscriptions, values.seed].some(
    (value) => value !== undefined,
  );
  if (generated && values.fleet !== undefined) {
    throw wrong(
      '--fleet',
      values.fleet,
      'nothing beside --clusters, --pools, --subscriptions or --seed: choose a file or a made-up fleet',
    );
  }
  const clusters = wholeNumber('--clusters', values.clusters, 1, 100_000) ?? 100;
  const fleet = generated
    ? generateFleet({
        clusters,
        pools: wholeNumber('--pools', values.pools, clusters, 100 * clusters) ?? 5 * clusters,
        subscriptions: wholeNumber('--subscriptions', values.subscriptions, 1, 10_000) ?? Math.ceil(clusters / 50),
        seed: wholeNumber('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? 1,
      })
    : await loadFleetFile(values.fleet ?? DEMO_FLEET);
  const policyFolder = generated ? undefined : policyFolderOf(values.fleet ?? DEMO_FLEET);
  return {
    fleet,
    ...(policyFolder && { policyFolder }),
    port: wholeNumber('--port', values.port, 0, 65_535) ?? 0,
    speed: positive('--speed', values.speed) ?? 1,
    throttle: values.throttle,
    latencyMilliseconds: wholeNumber('--latency-ms', values['latency-ms'], 0, 600_000) ?? 0,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        help: { type: 'boolean', default: false },
        throttle: { type: 'boolean', default: true },
        fleet: text,
        clusters: text,
        pools: text,
        subscriptions: text,
        seed: text,
        port: text,
        speed: text,
        'latency-ms': text,
      },
    }).values;
  } catch (cause) {
    throw new InputError('SIMULATOR_ARGUMENTS', `${(cause as Error).message}\n\n${HELP}`, {}, { cause });
  }
}

const wrong = (name: string, value: string, expected: string): InputError =>
  new InputError('SIMULATOR_ARGUMENTS', `${name} is ${JSON.stringify(value)}; expected ${expected}`, { name });

function wholeNumber(name: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw wrong(name, value, `a whole number from ${least} to ${most}`);
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(value) && number > 0) return number;
  throw wrong(name, value, 'a number above 0 and below 1000000, with three decimals at most');
}
