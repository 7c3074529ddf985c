import { expect, test } from 'vitest';
import { errorText } from '../../cli/errors.ts';
import { BugError, ConfigError, InputError, UpstreamError } from '../../shared/domain/errors.ts';

test.each([
  {
    error: new InputError('CLI_FILE', 'fleet.json does not exist', { path: 'a.json' }),
    text: 'steward: CLI_FILE: fleet.json does not exist (path=a.json). Correct the input and run it again; see docs/errors/CLI_FILE.md.',
  },
  {
    error: new UpstreamError('ARM', 'Azure answered 503.', { status: 503 }),
    text: 'steward: ARM: Azure answered 503. Try again in a while; see docs/errors/ARM.md.',
  },
  {
    error: new BugError('BUG', 'it broke'),
    text: 'steward: BUG: it broke. This is a defect of steward; please report it; see docs/errors/BUG.md.',
  },
  {
    error: new TypeError('x is not\na function'),
    text: 'steward: UNEXPECTED: x is not a function. This is a defect of steward; please report it.',
  },
  {
    error: new ConfigError('CONFIG_WRONG', 'A: read "1"\nB: read "\u001b[2J"'),
    text: [
      'steward: CONFIG_WRONG:',
      '  A: read "1"',
      '  B: read "<U+001B>[2J"',
      'Correct the setting and run it again; see docs/errors/CONFIG_WRONG.md.',
    ].join('\n'),
  },
])('an error is its code, what happened and what to do: $error.message', ({ error, text }) => {
  expect(errorText(error)).toBe(text);
});
