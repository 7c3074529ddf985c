import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { batches } from '../../../shared/adapters/storage/batches.ts';
import { CONTENT_LIMIT_BYTES, fromContent, toContent } from '../../../shared/adapters/storage/content.ts';

const noise = (bytes: number) => randomBytes(bytes).toString('latin1');

test('a short value is kept as JSON that a person can read', () => {
  expect(toContent('value', { a: 1 }, 'x')).toEqual({ value: '{"a":1}', valueParts: 0 });
});

test.each([0, 3_998, 3_999, 100_000, 700_000])('a text of %i random characters comes back as it was', (length) => {
  const value = noise(length);
  const content = toContent('value', value, 'x');
  for (const part of Object.values(content)) {
    if (part instanceof Uint8Array) expect(part.length).toBeLessThanOrEqual(64 * 1024);
  }
  expect(fromContent('value', content, 'x')).toBe(value);
});

test('a value that does not fit into one record is refused with its size and the limit', () => {
  const tooLarge = () => toContent('reading', noise(1_200_000), 'cluster payments');
  expect(tooLarge).toThrow(
    expect.objectContaining({
      code: 'RECORD_TOO_LARGE',
      facts: { what: 'cluster payments', bytes: expect.any(Number), limitBytes: CONTENT_LIMIT_BYTES },
    }),
  );
});

test.each([
  ['no number of parts', {}],
  ['JSON that ends too early', { valueParts: 0, value: '{"a":' }],
  ['a part that is missing', { valueParts: 2, value0: new Uint8Array([1, 2]) }],
  ['parts that are not compressed', { valueParts: 1, value0: new Uint8Array([1, 2, 3]) }],
])('a record with %s is said to be unreadable, with its name', (_what, entity) => {
  expect(() => fromContent('value', entity, 'cluster payments')).toThrow(
    expect.objectContaining({ code: 'STORED_RECORD_UNREADABLE', facts: { what: 'cluster payments' } }),
  );
});

test.each([
  { items: 100, weight: 1, sizes: [100] },
  { items: 101, weight: 1, sizes: [100, 1] },
  { items: 4, weight: 1024 * 1024, sizes: [3, 1] },
  { items: 2, weight: 9 * 1024 * 1024, sizes: [1, 1] },
  { items: 0, weight: 1, sizes: [] },
])('$items entities of $weight bytes go in batches of $sizes', ({ items, weight, sizes }) => {
  const found = batches(Array.from({ length: items }), () => weight);
  expect(found.map((batch) => batch.length)).toEqual(sizes);
});
