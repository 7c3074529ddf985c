import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Who answers, asked by a process that reaches only this machine; a name ending in `.invalid` is nobody's. */
function asked(script: string): string {
  const guards = ['--import', './dev/only-this-machine.ts'];
  return execFileSync(process.execPath, [...guards, '--input-type=module', '-e', script], { encoding: 'utf8' }).trim();
}

test.each(['http://elsewhere.invalid/', 'https://elsewhere.invalid/'])('%s is not asked', (url) => {
  const why = `fetch('${url}').catch(({ cause }) => console.log(cause.message))`;
  expect(asked(why)).toBe('elsewhere.invalid is not this machine');
});

test('neither is it by a plain request', () => {
  const script = `import { get } from 'node:http';
    get('http://elsewhere.invalid/').on('error', ({ message }) => console.log(message))`;
  expect(asked(script)).toBe('elsewhere.invalid is not this machine');
});

test.each(['127.0.0.1', 'localhost'])('%s is', (host) => {
  const script = `import { createServer } from 'node:http';
    const server = createServer((_, answer) => answer.end('here')).listen(0, '${host}', async () => {
      console.log(await (await fetch('http://${host}:' + server.address().port)).text());
      server.close();
    });`;
  expect(asked(script)).toBe('here');
});
