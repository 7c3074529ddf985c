import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { patchOf } from '../../../shared/domain/readiness/patch.ts';
import { type Plain, toYaml } from '../../../shared/domain/readiness/yaml.ts';

const { plain } = fc.letrec<{ plain: Plain; scalar: Plain }>((tie) => ({
  scalar: fc.oneof(
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.constantFrom(
      '',
      'yes',
      'NO',
      'null',
      '~',
      '1e3',
      '0x1f',
      '- a',
      'a: b',
      '# c',
      '*x',
      '&y',
      '!z',
      '|',
      '>',
      '%',
      '@',
      '`',
      '2026-11-20',
      '\t',
      ' a ',
      "'",
      '"',
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  ),
  plain: fc.oneof(
    { depthSize: 'small' },
    tie('scalar'),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && text !== '__proto__'),
      tie('plain'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

describe('YAML', () => {
  test('whatever is written is read back as it was, by another reader', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(parse(toYaml(value))).toEqual(value);
      }),
    );
  });

  test('nothing that a terminal would act upon is in it', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(toYaml(value)).not.toMatch(/(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      }),
    );
  });

  test('block style, for people', () => {
    expect(
      toYaml({
        spec: { maxUnavailable: 1, minAvailable: null, list: [{ name: 'a', on: true }, 'b'], none: [], empty: {} },
      }),
    ).toBe(
      [
        'spec:',
        '  maxUnavailable: 1',
        '  minAvailable: null',
        '  list:',
        '    - name: a',
        '      "on": true',
        '    - b',
        '  none: []',
        '  empty: {}',
        '',
      ].join('\n'),
    );
  });
});

test('a hostile name stays one word of the command and cannot end the comment', () => {
  const patch = patchOf({ kind: 'Pod', namespace: 'a\nb', name: "x'; rm -rf /\n#" }, 'merge', { spec: {} });
  expect(patch.split('\n')).toHaveLength(3);
  expect(patch).toContain(String.raw`pod 'x'\''; rm -rf /?#' --namespace 'a?b'`);
});
