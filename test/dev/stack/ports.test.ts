import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asTaken, exactly, usualOrFree } from '../../../dev/stack/ports.ts';

let other: Server;
let taken: number;
beforeEach(async () => {
  other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  taken = (other.address() as AddressInfo).port;
});
afterEach(() => void other.close());

test('where the usual port is taken, a free one is used and that is said', async () => {
  const port = await usualOrFree(taken);
  expect(port).toEqual({ port: expect.any(Number), insteadOf: taken });
  expect(port.port).not.toBe(taken);
  expect(asTaken(port)).toBe(`, as ${taken} is taken`);
});

test('where the usual port is free, it is used without a word', async () => {
  other.close();
  await once(other, 'close');
  const port = await usualOrFree(taken);
  expect(port).toEqual({ port: taken });
  expect(asTaken(port)).toBe('');
});

test('a port that a person asked for is never replaced', async () => {
  await expect(exactly(taken)).rejects.toThrow(
    `port ${taken} is taken; choose another with --port, or leave --port out`,
  );
});
