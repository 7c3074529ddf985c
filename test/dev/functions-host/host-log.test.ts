import { expect, test } from 'vitest';
import { describeError, hostLog } from '../../../dev/functions-host/host-log.ts';

function given(options: { verbose?: boolean; quiet?: boolean } = {}) {
  const lines: string[] = [];
  const told: string[] = [];
  const log = hostLog({
    write: (line) => lines.push(line),
    now: () => new Date('2026-11-20T08:00:00Z'),
    verbose: false,
    quiet: false,
    onInvocation: ({ functionName }) => told.push(functionName),
    ...options,
  });
  return { log, lines, told };
}
const failure = Object.assign(new Error('first\nsecond\u001b[31m'), {
  code: 'SOME_CODE',
  stack: 'Error: first\n    at x',
});

test('an invocation is one line: name, outcome, duration, what set it apart', () => {
  const { log, lines } = given();
  log.invocation({ functionName: 'notify', outcome: 'ok', durationMs: 12.4, note: '' });
  log.invocation({ functionName: 'notify', outcome: 'failed', durationMs: 3, note: 'delivery 2', error: failure });
  expect(lines).toEqual([
    '08:00:00 notify                ok         12 ms',
    '08:00:00 notify                failed      3 ms  delivery 2  SOME_CODE: first second [31m',
  ]);
});

test('stack traces are printed only when asked for', () => {
  const { log, lines } = given({ verbose: true });
  log.invocation({ functionName: 'f', outcome: 'failed', durationMs: 3, note: '', error: failure });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe('Error: first\n    at x');
});

test('quiet leaves out what went well, and still tells the parent', () => {
  const { log, lines, told } = given({ quiet: true });
  log.info('listening');
  log.invocation({ functionName: 'good', outcome: 'ok', durationMs: 1, note: '' });
  log.invocation({ functionName: 'bad', outcome: 'failed', durationMs: 1, note: '', error: 'no' });
  log.warn('careful');
  expect(lines).toEqual(['08:00:00 bad                   failed      1 ms  no', '08:00:00 careful']);
  expect(told).toEqual(['good', 'bad']);
});

test('an error keeps its lines where a list is expected', () => {
  expect(describeError(failure, 'lines')).toBe('SOME_CODE: first\nsecond [31m');
  expect(describeError(failure)).toBe('SOME_CODE: first second [31m');
  expect(describeError('text\u0007')).toBe('text ');
});
