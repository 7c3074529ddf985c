import { expect, test } from 'vitest';
import type { FreezeWord } from '../../../shared/domain/freeze/freeze.ts';
import { type FreezeSeen, freezeGate } from '../../../shared/domain/migration/admission-freeze.ts';
import { AT } from '../../support/migration.ts';

const word = (what: FreezeWord['what'], reason = 'the sale is on'): FreezeSeen => ({
  kind: 'seen',
  word: { id: 'freeze-1', what, by: { id: 'o-1', name: 'Ada' }, at: AT, reason, told: true },
});
const shut = (reason: string) => ({
  kind: 'shut',
  why: `The fleet is frozen by Ada since 2026-11-20 08:00 UTC: ${reason} Lift it with unfreeze.`,
});

test.each<[string, FreezeSeen, unknown]>([
  ['nobody has ever said anything', { kind: 'seen', word: undefined }, { kind: 'clear' }],
  ['it is frozen', word('frozen'), shut('the sale is on.')],
  ['it is frozen, for a reason that is a sentence', word('frozen', 'Stop!'), shut('Stop!')],
  ['it was lifted', word('lifted', ''), { kind: 'clear' }],
  [
    'what was said cannot be read',
    { kind: 'unreadable' },
    {
      kind: 'shut',
      why: 'Whether the fleet is frozen cannot be read, so it is taken to be: see docs/errors/STORED_RECORD_UNREADABLE.md.',
    },
  ],
])('when %s', (_, seen, gate) => {
  expect(freezeGate(seen)).toEqual(gate);
});
