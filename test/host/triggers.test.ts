import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { globbySync } from 'globby';
import { expect, test } from 'vitest';
import queues from '../../infra/queues.json' with { type: 'json' };

const files = globbySync('functions/*.ts');
const source = (file: string) => readFileSync(file, 'utf8');

test.each(files)('%s registers one function of its own name, in under 30 lines, without a branch', (file) => {
  const text = source(file);
  const registered = [...text.matchAll(/app\.(?:timer|serviceBusQueue|http)\(\s*'([^']+)'/g)].map(([, name]) => name);
  expect(registered).toEqual([basename(file, '.ts')]);
  expect(text.split('\n').length).toBeLessThan(30);
  expect(text).not.toMatch(/\b(if|try|switch|for|while)\b\s*[({]| \? | && | \|\| /);
});

test('every queue has the one function that reads it', () => {
  const read = files.flatMap((file) => [...source(file).matchAll(/queueName: '([^']+)'/g)].map(([, name]) => name));
  expect(new Set(read)).toEqual(new Set(queues.map(({ name }) => name)));
  expect(read).toHaveLength(queues.length);
});

test('every setting that a trigger names is one of ours', async () => {
  const { SETTING_NAMES } = await import('../../shared/config/config.ts');
  const named = files.flatMap((file) =>
    [...source(file).matchAll(/%([A-Z_]+)%|connection: '([^']+)'/g)].map(
      ([, setting, connection]) => setting ?? connection,
    ),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !SETTING_NAMES.includes(name as string))).toEqual([]);
});
