import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('what is deployed has everything that the app reads from its own folder', () => {
  const parts = /PARTS = \[(.*)\]/.exec(readFileSync('infra/package.ts', 'utf8'))?.[1];

  expect(parts).toContain("'dist'");
  expect(parts).toContain("'data'"); // the calendar and the catalogue
  expect(parts).toContain("'web/assets'"); // the style sheet and the icon of the pages
});
