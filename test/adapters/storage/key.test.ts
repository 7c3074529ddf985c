import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { escapeKey, unescapeKey } from '../../../shared/adapters/storage/key.ts';

test('a key holds only what Table storage and a filter take, and gives the text back', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 80 }), (text) => {
      const key = escapeKey(text);
      expect(key).toMatch(/^[A-Za-z0-9!._-]*$/);
      expect(unescapeKey(key)).toBe(text);
    }),
  );
});

test('different texts have different keys, also those that are too long', () => {
  const long = string({ unit: 'binary', minLength: 300, maxLength: 700 });
  assert(
    property(long, long, (a, b) => {
      expect(escapeKey(a).length).toBeLessThanOrEqual(1_000);
      expect(escapeKey(a) === escapeKey(b)).toBe(a === b);
    }),
    { numRuns: 50 },
  );
});

test.each([
  { length: 1_000, cut: false },
  { length: 1_001, cut: true },
])('a key of $length characters is cut: $cut', ({ length, cut }) => {
  const key = escapeKey('a'.repeat(length));
  expect(key.length).toBe(cut ? 966 : length);
  expect(key.includes('!!')).toBe(cut);
});

test('the id of a cluster is readable in its key', () => {
  expect(escapeKey("rg-shop|aks'01 #?/\\%")).toBe('rg-shop!7Caks!2701!20!23!3F!2F!5C!25');
});
