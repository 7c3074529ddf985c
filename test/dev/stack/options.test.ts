import { expect, test } from 'vitest';
import { readOptions } from '../../../dev/stack/options.ts';

test('without options the demo fleet is swept and the stack keeps running', () => {
  expect(readOptions([])).toEqual({ once: false, verbose: false });
});

test('every option is read', () => {
  const args = '--once --clusters 40 --subscriptions 4 --seed 7 --speed 3600 --port 8080 --verbose';
  expect(readOptions(args.split(' '))).toEqual({
    once: true,
    clusters: 40,
    subscriptions: 4,
    seed: 7,
    speed: 3600,
    port: 8080,
    verbose: true,
  });
  expect(readOptions(['--chat'])).toEqual({ once: false, verbose: false, chat: true });
  expect(readOptions(['--fleet', 'package.json'])).toEqual({ once: false, verbose: false, fleet: 'package.json' });
});

test.each([
  ['--onec', "unknown option '--onec'\n(Did you mean --once?)"],
  ['--clusters 0', 'A whole number from 1 to 100000 is expected.'],
  ['--clusters 1.5', 'A whole number from 1 to 100000 is expected.'],
  ['--port 65536', 'A whole number from 1 to 65535 is expected.'],
  ['--speed 0', 'A number above 0 is expected'],
  ['--speed fast', 'A number above 0 is expected'],
  ['--fleet missing.json', 'There is no such file.'],
  ['--fleet package.json --seed 1', '--fleet and --seed do not go together'],
  ['--chat --once', '--chat and --once do not go together'],
  ['sweep', 'too many arguments'],
])('%s is refused with a reason', (args, reason) => {
  expect(readOptions(args.split(' '))).toEqual({ exitCode: 1, print: expect.stringContaining(reason) });
});

test('--help prints the options and is no failure', () => {
  expect(readOptions(['--help'])).toEqual({ exitCode: 0, print: expect.stringContaining('--once') });
});
