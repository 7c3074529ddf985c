import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../stack/child.ts';
import type { Closers } from '../stack/closers.ts';
import { asTaken, type PickPort, usualOrFree } from '../stack/ports.ts';
import type { Terminal } from '../stack/terminal.ts';
import { configFile } from './config-file.ts';
import { CHAT_TENANT, type ChatPerson, WITH_A_CLIENT } from './people.ts';

const SCRIPT = fileURLToPath(new URL('./process.ts', import.meta.url));
const USUAL_PORT = 56_150;

/** A chat client in which one person sits. */
export interface Playground {
  readonly person: ChatPerson;
  readonly url: string;
}

export interface PlaygroundOptions {
  /** Where the app takes what is said. */
  readonly messages: string;
  readonly keep: (child: Child) => Child;
  readonly open: Pick<Closers, 'add'>;
  readonly pick?: PickPort;
}

/** Starts a chat client for each person who has one, and waits until they listen. No browser is opened, nothing is reported home. */
export async function startPlaygrounds(
  { messages, keep, open, pick = usualOrFree }: PlaygroundOptions,
  terminal: Terminal,
): Promise<Playground[]> {
  const folder = await mkdtemp(join(tmpdir(), 'image-steward-chat-'));
  open.add(() => rm(folder, { recursive: true, force: true }));
  return Promise.all(
    WITH_A_CLIENT.map(async (person, at) => {
      const taken = await pick(USUAL_PORT + at);
      const url = `http://127.0.0.1:${taken.port}`;
      await startOne({ person, messages, port: taken.port, url, folder, keep }, terminal);
      terminal.part('Chat client', `${url}${asTaken(taken)}; ${person.name}`);
      return { person, url };
    }),
  );
}

interface One {
  readonly person: ChatPerson;
  readonly messages: string;
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly keep: (child: Child) => Child;
}

async function startOne({ person, messages, port, url, folder, keep }: One, terminal: Terminal): Promise<void> {
  const config = join(folder, `${person.key}.yml`);
  await writeFile(config, configFile(person));
  const listening = Promise.withResolvers<void>();
  const child = keep(
    startChild({
      name: `the chat client of the ${person.name.toLowerCase()} (Agents Playground)`,
      script: SCRIPT,
      repeatLastLines: true,
      args: ['start', '-e', messages, '-p', String(port), '--service-url', `${url}/_connector`, '--disable-telemetry'],
      env: {
        ...process.env,
        TEAMSAPPTESTER_BROWSER: 'none',
        APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
        M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, `${person.key}.log`),
      },
      onLine(line) {
        terminal.detail(`chat client: ${line}`);
        if (line === `Listening on ${port}`) listening.resolve();
      },
    }),
  );
  await child.ready(listening.promise);
}

/** Settings of an app that talks with these clients. */
export function chatSettings(playgrounds: readonly Playground[], appUrl: string): NodeJS.ProcessEnv {
  return { CHAT: 'local', CHAT_TENANTS: CHAT_TENANT, CHAT_LINK: playgrounds[0]?.url, APP_URL: appUrl };
}
