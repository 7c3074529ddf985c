import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressOn } from '../../cli/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function givenStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { stream, written };
}

test('what takes less than a second is not talked about', () => {
  const { stream, written } = givenStream(true);
  const progress = progressOn(stream);
  progress.say('Sweeping');
  vi.advanceTimersByTime(750);
  progress.end();
  vi.advanceTimersByTime(5_000);
  expect(written).toEqual([]);
});

test('on a terminal one line is redrawn, and removed at the end', () => {
  const { stream, written } = givenStream(true);
  const progress = progressOn(stream);
  progress.say('Sweeping: 1 of 3');
  vi.advanceTimersByTime(1_000);
  progress.say('Sweeping: 2 of 3');
  vi.advanceTimersByTime(250);
  progress.end();
  expect(written).toEqual(['\r\u001b[2KSweeping: 1 of 3 (1 s)', '\r\u001b[2KSweeping: 2 of 3 (1 s)', '\r\u001b[2K']);
});

test('in a log it is one line, without control characters', () => {
  const { stream, written } = givenStream(false);
  const progress = progressOn(stream);
  progress.say('Sweeping');
  vi.advanceTimersByTime(10_000);
  progress.end();
  expect(written).toEqual(['Sweeping\n']);
});
