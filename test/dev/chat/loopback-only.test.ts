import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Where a program of its own listens that asked for it so. */
async function listening(how: string): Promise<string> {
  const program = `require('node:net').createServer().listen(${how}, function () { console.log(JSON.stringify(this.address())); this.close(); })`;
  const args = ['--import', './dev/chat/loopback-only.ts', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const address = JSON.parse(stdout) as { address: string } | string;
  return typeof address === 'string' ? 'a socket' : address.address;
}

test.each([
  '0',
  '"0"',
  '0, "0.0.0.0"',
  '0, "::"',
  '{ port: 0 }',
  '{ port: 0, host: "0.0.0.0" }',
  '0, "0.0.0.0", 10',
  '0, 10',
])('listen(%s) stays on this machine', async (how) => {
  expect(await listening(how)).toBe('127.0.0.1');
});

test('a socket in the file system is left as it is', async () => {
  const path = JSON.stringify(`/tmp/loopback-only-${process.pid}.sock`);
  expect(await listening(`{ path: ${path} }`)).toBe('a socket');
  expect(await listening(path)).toBe('a socket');
});
