import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChild } from '../../../dev/stack/child.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stack-child-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function givenChild(code: string, repeatLastLines = true) {
  const script = join(directory, `${Math.random()}.mjs`);
  await writeFile(script, code);
  const line = Promise.withResolvers<string>();
  const child = startChild({
    name: 'the part',
    script,
    args: [],
    env: process.env,
    repeatLastLines,
    onLine: (text) => line.resolve(text),
  });
  return { child, firstLine: line.promise };
}
const never = new Promise<never>(() => {});

test('a part that ends before it is ready says how, with its last lines', async () => {
  const { child } = await givenChild('console.error("no such fleet"); process.exit(3)');
  await expect(child.ready(never)).rejects.toThrow('the part ended (exit code 3) before it was ready\n  no such fleet');
});

test('lines that were printed already are not repeated', async () => {
  const { child } = await givenChild('console.error("no such fleet"); process.exit(3)', false);
  await expect(child.ready(never)).rejects.toThrow(/^the part ended \(exit code 3\) before it was ready$/);
});

test('a part that cannot be started says so', async () => {
  const child = startChild({
    name: 'the part',
    script: join(directory, 'missing.mjs'),
    args: [],
    env: process.env,
    repeatLastLines: false,
    onLine: () => {},
  });
  expect(await child.ended).toBe('the part ended (exit code 1)');
});

test('a part is stopped by SIGTERM, and asked only once', async () => {
  const { child, firstLine } = await givenChild(
    'let asked = 0; process.on("SIGTERM", () => process.exit(++asked)); setInterval(() => {}, 1000); console.log("up")',
  );
  expect(await child.ready(firstLine)).toBe('up');
  await Promise.all([child.stop(), child.stop()]);
  expect(await child.ended).toBe('the part ended (exit code 1)');
});
