import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readArguments } from '../../../dev/simulator/arguments.ts';

const MAIN = fileURLToPath(new URL('../../../dev/simulator/main.ts', import.meta.url));

function givenProcess(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  const exit = once(child, 'exit').then(([code]) => ({ code: code as number | null, stderr }));
  return { child, exit, lines: createInterface({ input: child.stdout }) };
}

describe('the simulator as a process', () => {
  test('says where it is in one line of JSON, and ends when its standard input closes', async () => {
    const { child, exit, lines } = givenProcess('--speed', '60');
    const [line] = (await once(lines, 'line')) as [string];
    const ready = JSON.parse(line);

    expect(ready).toEqual({
      armEndpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      caFile: expect.stringMatching(/ca\.pem$/),
      controlUrl: `${ready.armEndpoint}/_simulator`,
      fleetClock: expect.stringMatching(/^2026-11-20T08:00:00\.000Z@\d{4}-\d\d-\d\dT[\d:.]+Z\*60$/),
      policyFolder: expect.stringMatching(/dev\/fleets\/demo\.policy$/),
      pid: child.pid,
    });
    expect(await readFile(ready.caFile, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
    child.stdin.end();
    expect(await exit).toEqual({ code: 0, stderr: '' });
    expect(existsSync(ready.caFile)).toBe(false);
  });

  test('ends on SIGTERM', async () => {
    const { child, exit, lines } = givenProcess('--clusters', '2', '--no-throttle');
    await once(lines, 'line');

    child.kill('SIGTERM');

    expect(await exit).toEqual({ code: 0, stderr: '' });
  });

  test('an unusable file is one message and exit 1, without a stack', async () => {
    const { exit } = givenProcess('--fleet', '/nowhere.json');

    expect(await exit).toEqual({ code: 1, stderr: 'cannot read /nowhere.json (ENOENT): check the path\n' });
  });

  test('so is a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      other.close();
    });
    await once(other, 'listening');
    const { port } = other.address() as { port: number };

    const { exit } = givenProcess('--port', String(port));

    expect(await exit).toEqual({ code: 1, stderr: `listen EADDRINUSE: address already in use 127.0.0.1:${port}\n` });
  });
});

describe('its options', () => {
  test('without any, the demo fleet at the speed of time, with the limits', async () => {
    const options = await readArguments([]);

    expect(options).toMatchObject({
      fleet: { name: 'demo' },
      port: 0,
      speed: 1,
      throttle: true,
      latencyMilliseconds: 0,
    });
  });

  test('a fleet can be made up', async () => {
    const options = await readArguments([
      '--clusters=60',
      '--no-throttle',
      '--latency-ms',
      '5',
      '--port',
      '8443',
      '--speed',
      '0.5',
    ]);
    if (options === 'help') throw new Error('help was not asked for');
    const { fleet, ...others } = options;

    expect(others).toEqual({ port: 8443, speed: 0.5, throttle: false, latencyMilliseconds: 5 });
    expect(fleet.subscriptions).toHaveLength(2);
    expect(fleet.subscriptions.flatMap((one) => one.clusters.flatMap((cluster) => cluster.pools))).toHaveLength(300);
  });

  test('--help', async () => {
    expect(await readArguments(['--help'])).toBe('help');
  });

  test.each([
    [['--clusters', '0'], '--clusters is "0"; expected a whole number from 1 to 100000'],
    [['--clusters', 'many'], '--clusters is "many"; expected a whole number from 1 to 100000'],
    [['--clusters', '10', '--pools', '9'], '--pools is "9"; expected a whole number from 10 to 1000'],
    [['--port', '65536'], '--port is "65536"; expected a whole number from 0 to 65535'],
    [['--speed', '0'], '--speed is "0"; expected a number above 0'],
    [['--speed', '1.2345'], '--speed is "1.2345"; expected a number above 0'],
    [['--fleet', 'x.json', '--seed', '1'], '--fleet is "x.json"; expected nothing beside --clusters'],
    [['--colour'], "Unknown option '--colour'"],
  ])('%j is refused', async (argv, message) => {
    await expect(readArguments(argv)).rejects.toMatchObject({
      code: 'SIMULATOR_ARGUMENTS',
      message: expect.stringContaining(message),
    });
  });
});
