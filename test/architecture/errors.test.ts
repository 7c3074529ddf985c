import { readFileSync } from 'node:fs';
import { globbySync } from 'globby';
import { expect, test } from 'vitest';

const CODE =
  /(?:new (?:UpstreamError|InputError|ConfigError|BugError|HostError)\(\s*|code: |\bproblem\(\s*\d{3},\s*)'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

/** A code may also reach its error as an argument, as those of files that are read in one way do. */
const QUOTED = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

const texts = globbySync(['shared/**/*.ts', 'functions/**/*.ts', 'cli/**/*.ts', 'web/**/*.ts', 'dev/**/*.ts']).map(
  (file) => readFileSync(file, 'utf8'),
);
const found = (pattern: RegExp) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, code]) => code)));
const used = found(CODE);
const quoted = found(QUOTED);
const explained = new Set(globbySync('docs/errors/*.md').map((file) => file.replace(/^docs\/errors\/|\.md$/g, '')));

test('every error code has its page in docs/errors, and every page its code', () => {
  expect({ unexplained: [...used].filter((code) => !explained.has(code ?? '')) }).toEqual({ unexplained: [] });
  expect({ orphaned: [...explained].filter((code) => !quoted.has(code)) }).toEqual({ orphaned: [] });
});

test('every page is headed by its code and says what to look at and what to do', () => {
  const incomplete = globbySync('docs/errors/*.md').filter((file) => {
    const text = readFileSync(file, 'utf8');
    const code = file.replace(/^docs\/errors\/|\.md$/g, '');
    return !text.startsWith(`# ${code}\n`) || !text.includes('**Look at**') || !text.includes('**Do**');
  });
  expect(incomplete).toEqual([]);
});
