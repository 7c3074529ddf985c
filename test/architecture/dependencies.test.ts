import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const manifest: Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
> = JSON.parse(readFileSync('package.json', 'utf8'));
const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

test('every dependency has its reason in docs/dependencies.md, and nothing else does', () => {
  const rows = readFileSync('docs/dependencies.md', 'utf8').split('## Overrides')[0] ?? '';
  const explained = [...rows.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''),
  );
  expect(explained.toSorted()).toEqual(Object.keys(all).toSorted());
});

test('every dependency has an exact version', () => {
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('the lockfile names no host that packages came from', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "https?:/);
});
