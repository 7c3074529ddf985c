import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Child, startChild } from './child.ts';
import type { StackOptions } from './options.ts';
import { asTaken, type PickPort, usualOrFree } from './ports.ts';
import type { Terminal } from './terminal.ts';

const SCRIPT = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));

/** The line that the simulator prints when it is ready. */
const Ready = z.object({
  armEndpoint: z.url(),
  caFile: z.string(),
  fleetClock: z.string(),
  policyFolder: z.string().optional(),
});
export type Simulator = z.infer<typeof Ready>;

/** Starts the fleet simulator and waits until its ARM face answers. */
export async function startSimulator(
  keep: (child: Child) => Child,
  options: StackOptions,
  terminal: Terminal,
  pick: PickPort = usualOrFree,
): Promise<Simulator> {
  const taken = await pick(8443);
  const ready = Promise.withResolvers<Simulator>();
  const flags = (['fleet', 'clusters', 'subscriptions', 'seed', 'speed'] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, String(value)];
  });
  const child = keep(
    startChild({
      name: 'the fleet simulator',
      script: SCRIPT,
      repeatLastLines: true,
      args: [...flags, '--port', String(taken.port)],
      env: process.env,
      onLine(line, stream) {
        terminal.detail(`simulator: ${line}`);
        const parsed = stream === 'out' ? Ready.safeParse(parseJson(line)) : undefined;
        if (parsed?.success) ready.resolve(parsed.data);
      },
    }),
  );
  const simulator = await child.ready(ready.promise);
  const [fleetTime] = simulator.fleetClock.split('@');
  terminal.part(
    'Fleet simulator',
    `${simulator.armEndpoint}${asTaken(taken)}; ${fleetName(options)}, whose clock starts at ${fleetTime}`,
  );
  return simulator;
}

function fleetName({ fleet, clusters, subscriptions, seed }: StackOptions): string {
  if (fleet !== undefined) return basename(fleet);
  return (clusters ?? subscriptions ?? seed) ? 'a generated fleet' : 'the demo fleet';
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
