import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { chatSettings, type Playground, startPlaygrounds } from '../playground/start.ts';
import type { ServiceBusEmulator } from '../service-bus/start.ts';
import type { FleetChangeInput } from '../simulator/control/fleet-changes.ts';
import { appSettings } from '../stack/app-settings.ts';
import { startStorage } from '../stack/azurite.ts';
import type { Child } from '../stack/child.ts';
import { closers } from '../stack/closers.ts';
import { type FunctionsApp, startFunctions } from '../stack/functions.ts';
import { uploadPolicy } from '../stack/policy.ts';
import { anyFree, usualOrFree } from '../stack/ports.ts';
import { startBus } from '../stack/service-bus.ts';
import { type Simulator, startSimulator } from '../stack/simulator.ts';
import type { Terminal } from '../stack/terminal.ts';

const FLEET = fileURLToPath(new URL('../fleets/story.json', import.meta.url));

/** A minute of the story for each second here: fast enough to be told, slow enough to be watched. */
export const SPEED = 60;

/** Every timer is rung by the story itself: on the fleet's clock a minute is over in a second. */
const NEVER = '0 0 0 29 2 *';

/** What another story on this stage has otherwise. */
export interface Staging {
  readonly settings?: NodeJS.ProcessEnv;
  /** How long a message stays with a host that was killed, as ISO 8601; absent: as deployed. */
  readonly lockDuration?: string;
  /** Every part takes any port, and not the usual one. */
  readonly anyPort?: boolean;
  /** Two people sit in front of chat clients. */
  readonly chat?: boolean;
}

/** The local stack, with a fleet whose strings the story pulls. */
export interface Stage {
  readonly app: FunctionsApp;
  readonly armEndpoint: string;
  readonly caFile: string;
  readonly armAgent: Agent;
  readonly bus: ServiceBusEmulator;
  /** Chat clients; none unless asked for. */
  readonly playgrounds: readonly Playground[];
  /** What happens in the fleet without us. */
  befall(...changes: readonly FleetChangeInput[]): Promise<void>;
  /** The fleet's time. */
  now(): Promise<Date>;
  /** Ends the Functions host with SIGKILL, and starts it anew on the fleet's clock as it is now. */
  killHost(): Promise<void>;
  close(): Promise<void>;
}

export async function startStage(terminal: Terminal, staging: Staging = {}): Promise<Stage> {
  const open = closers();
  const keep = (child: Child) => {
    open.add(() => child.stop());
    return child;
  };
  try {
    const options = { once: false, verbose: false, fleet: FLEET, speed: SPEED };
    const pick = staging.anyPort ? anyFree : usualOrFree;
    const port = await pick(7071);
    const appUrl = `http://127.0.0.1:${port.port}`;
    const [storage, bus, simulator, playgrounds] = await Promise.all([
      startStorage(keep, terminal, pick),
      startBus(
        (emulator) => {
          open.add(() => emulator.close());
          return emulator;
        },
        terminal,
        staging.lockDuration,
        pick,
      ),
      startSimulator(keep, options, terminal, pick),
      staging.chat ? startPlaygrounds({ messages: `${appUrl}/api/messages`, keep, open, pick }, terminal) : [],
    ]);
    const armAgent = new Agent({ connect: { ca: readFileSync(simulator.caFile, 'utf8') } });
    open.add(() => armAgent.destroy());
    await uploadPolicy(simulator.policyFolder, storage.connectionString, 'policy', terminal);
    const control = controlOf(simulator, armAgent);
    let host: Child | undefined;
    const startHost = async (fleetClock: string) =>
      startFunctions(
        (child) => {
          host = keep(child);
          return child;
        },
        {
          ...settings(storage.connectionString, bus.connectionString, { ...simulator, fleetClock }),
          ...(staging.chat && chatSettings(playgrounds, appUrl)),
          ...staging.settings,
        },
        port,
        false,
        terminal,
      );
    const stage = {
      app: await startHost(simulator.fleetClock),
      armEndpoint: simulator.armEndpoint,
      caFile: simulator.caFile,
      armAgent,
      bus,
      playgrounds,
      befall: async (...changes: readonly FleetChangeInput[]) => void (await control('POST', changes)),
      now: async () => new Date((await control('GET')).now),
      async killHost() {
        host?.process.kill('SIGKILL');
        await host?.ended;
        stage.app = await startHost((await control('GET')).fleetClock);
      },
      close: () => open.closeAll(),
    };
    return stage;
  } catch (error) {
    await open.closeAll();
    throw error;
  }
}

function settings(storage: string, serviceBus: string, simulator: Simulator): NodeJS.ProcessEnv {
  const { armEndpoint, caFile: armCaFile, fleetClock } = simulator;
  const all = appSettings({ storage, serviceBus, armEndpoint, armCaFile, fleetClock }, process.env);
  const timers = Object.keys(all).filter((name) => name.endsWith('_SCHEDULE'));
  const quiet = Object.fromEntries([...timers, ...SCHEDULES].map((name) => [name, NEVER]));
  return { ...all, ...quiet, DRY_RUN: 'false', DRAIN_ATTENTION_SECONDS: '10' };
}

const SCHEDULES = ['SWEEP', 'PLAN', 'START', 'WATCHDOG', 'STRAY_MARKS', 'WATCH'].map((name) => `${name}_SCHEDULE`);

type Fleet = { readonly now: string; readonly fleetClock: string };

function controlOf({ armEndpoint }: Simulator, dispatcher: Agent) {
  return async (method: 'GET' | 'POST', body?: unknown): Promise<Fleet> => {
    const answer = await request(`${armEndpoint}/_simulator/fleet`, {
      method,
      dispatcher,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.statusCode !== 200) throw new Error(`the fleet refused a change: ${await answer.body.text()}`);
    return (await answer.body.json()) as Fleet;
  };
}
