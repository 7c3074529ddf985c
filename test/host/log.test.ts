import { expect, test } from 'vitest';
import { UpstreamError } from '../../shared/domain/errors.ts';
import { errorFields, logLine } from '../../shared/host/log.ts';

test('a line is JSON, and text from outside cannot break out of it or steer a terminal', () => {
  const line = logLine('seen', { cluster: 'a\n{"event":"fake"}\u001b[31m\u009b2J\u202eabc\u2028', absent: undefined });
  expect(line).toMatch(/^[\u0020-\u007e]+$/);
  expect(JSON.parse(line)).toEqual({
    event: 'seen',
    cluster: 'a\n{"event":"fake"}\u001b[31m\u009b2J\u202eabc\u2028',
  });
});

test("an expected error says its cause's sentence, not its cause's stack", () => {
  const error = new UpstreamError('UPSTREAM_X', 'no answer', { status: 503 }, { cause: new Error('socket hang up') });
  expect(errorFields(error)).toEqual({
    status: 503,
    code: 'UPSTREAM_X',
    message: 'no answer',
    remedy: 'retry-later',
    cause: 'socket hang up',
  });
});

test('what is thrown and is no error is still said', () => {
  expect(errorFields('gone')).toEqual({ code: 'UNEXPECTED', message: 'gone', remedy: 'fix-code' });
});
