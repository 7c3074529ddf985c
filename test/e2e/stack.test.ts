import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dev/main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The stack runs what was built (`npm run build`), as the deployed app does. Several processes start on a busy machine. */
const LIMIT_MS = 60_000;

interface Run {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when what was printed on stderr or stdout has `text` in it. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

let run: Run;

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  const waiting = new Set<() => void>();
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  run = {
    process: child,
    out: () => printed.out,
    err: () => printed.err,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!(printed.out + printed.err).includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then((code) => reject(new Error(`exit ${code} before "${text}": ${printed.err}`)));
      }),
    ended,
  };
  return run;
}

/** Ids of all processes that descend from one, found while they are alive. */
function descendants(of: number): number[] {
  const children = new Map<number, number[]>();
  for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  for (const queue = [of]; queue.length > 0; ) {
    const below = children.get(queue.pop() ?? 0) ?? [];
    found.push(...below);
    queue.push(...below);
  }
  return found;
}

/** The code with which the app refuses what is sent to it. */
async function codeOf(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers, body: '{}' });
  return ((await response.json()) as { code: string }).code;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

afterEach(async () => {
  if (run.process.exitCode !== null || run.process.signalCode !== null) return;
  run.process.kill('SIGTERM');
  await run.ended;
});

test(
  '--once sweeps the demo fleet, prints what was found, exits with 0 and leaves no process behind',
  async () => {
    const { process: stack, ended, says, out, err } = start('--once');
    await says('Functions app');
    const parts = descendants(stack.pid ?? 0);
    expect(parts).toHaveLength(3);
    expect([await ended, err()]).toEqual([0, expect.stringContaining('Fleet simulator')]);
    expect(out()).toMatch(/^Sweep of 2026-11-20 /);
    expect(out()).toContain('CRITICAL');
    expect(parts.filter(isAlive)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'Ctrl-C while everything runs ends it all, with exit code 0',
  async () => {
    const { process: stack, ended, says, out } = start('--clusters', '3', '--subscriptions', '1');
    await says('Ctrl-C stops everything.');
    const parts = descendants(stack.pid ?? 0);
    expect(parts).toHaveLength(3);
    const [, url = ''] = /^Dashboard {2}(\S+)$/m.exec(out()) ?? [];
    expect((await fetch(url)).status).toBe(200);
    expect(await codeOf(new URL('/api/messages', url).href)).toBe('CHAT_OFF');
    stack.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(parts.filter(isAlive)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  '--chat adds a chat client for each of two people, links to the first one, and ends them too',
  async () => {
    const { process: stack, ended, says, out } = start('--chat', '--clusters', '3', '--subscriptions', '1');
    await says('Ctrl-C stops everything.');
    const parts = descendants(stack.pid ?? 0);
    expect(parts).toHaveLength(5);
    const addressAfter = (words: string) => new RegExp(`^${words} {2}(\\S+)/$`, 'm').exec(out())?.[1] ?? '';
    const [lead, owner] = [addressAfter('Chat as platform lead'), addressAfter('Chat as shop owner')];
    expect((await fetch(lead)).status).toBe(200);
    expect((await fetch(owner)).status).toBe(200);
    const app = addressAfter('Dashboard');
    expect(await (await fetch(app)).text()).toContain(`<a href="${lead}">Chat</a>`);
    expect(await codeOf(`${app}/api/messages`, { origin: 'https://example.com' })).toBe('CHAT_NOT_LOCAL');
    stack.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(parts.filter(isAlive)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'Ctrl-C while the parts start ends them too',
  async () => {
    const { process: stack, ended, says } = start('--once');
    await says('Fleet simulator');
    const parts = descendants(stack.pid ?? 0);
    stack.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(parts.filter(isAlive)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'a part that dies stops the stack and is named',
  async () => {
    const { process: stack, ended, says, err } = start('--once');
    await says('Fleet simulator');
    const parts = descendants(stack.pid ?? 0);
    const simulator = parts.find((pid) => commandOf(pid).includes('simulator/main.ts'));
    process.kill(simulator ?? 0, 'SIGKILL');
    expect(await ended).toBe(1);
    expect(err()).toContain('the fleet simulator ended (SIGKILL)');
    expect(parts.filter(isAlive)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'when the stack itself is killed, its parts end too',
  async () => {
    const { process: stack, ended, says } = start('--once');
    await says('Fleet simulator');
    const parts = descendants(stack.pid ?? 0);
    expect(parts).not.toEqual([]);
    stack.kill('SIGKILL');
    await ended;
    // They are no children of this test, so that nobody tells it of their end.
    await vi.waitFor(() => expect(parts.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 100 });
  },
  LIMIT_MS,
);

const commandOf = (pid: number) => execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
