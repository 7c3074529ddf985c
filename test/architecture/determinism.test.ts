import { readFileSync } from 'node:fs';
import { globbySync } from 'globby';
import { expect, test } from 'vitest';

/**
 * Time, chance, the environment and the console come in through ports or arguments. What reads them
 * sits in a few folders; everywhere else a result depends on what was handed in and on nothing else.
 */
const BANNED: readonly [what: string, pattern: RegExp][] = [
  ['Date.now', /\bDate\.now\b/],
  ['new Date()', /\bnew Date\(\s*\)/],
  ['Math.random', /\bMath\.random\b/],
  ['randomUUID', /\brandomUUID\b/],
  ['timers', /\b(?:setTimeout|setInterval|setImmediate)\s*\(/],
  ['process.env', /\bprocess\.env\b/],
  ['console', /\bconsole\.\w+\(/],
];

const FREE = ['shared/adapters/system', 'shared/config', 'shared/host', 'cli'];

const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');

test('only the outer rooms read the clock, chance, the environment or the console', () => {
  const files = globbySync(['shared/**/*.ts', 'functions/**/*.ts', 'web/**/*.ts', 'cli/**/*.ts']);
  const offences = files
    .filter((file) => !FREE.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap((file) => {
      const source = withoutComments(readFileSync(file, 'utf8'));
      return BANNED.filter(([, pattern]) => pattern.test(source)).map(([what]) => `${file}: ${what}`);
    });

  expect(files.length).toBeGreaterThan(0);
  expect(offences).toEqual([]);
});

test.each([
  ['const at = Date.now();', ['Date.now']],
  ['const at = new Date();', ['new Date()']],
  ['const at = new Date(now); // Date.now() would be wrong', []],
  ['setTimeout(run, 5)', ['timers']],
])('%s is caught: %j', (source, expected) => {
  const code = withoutComments(source);
  expect(BANNED.filter(([, pattern]) => pattern.test(code)).map(([what]) => what)).toEqual(expected);
});
