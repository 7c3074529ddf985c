import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../shared/adapters/system/text-hash.ts';
import { appendEvidence, type EvidenceDraft, headAfter } from '../../../shared/domain/evidence/chain.ts';
import {
  EVIDENCE_KINDS,
  type EvidenceEntry,
  type EvidenceHead,
  NO_EVIDENCE,
} from '../../../shared/domain/evidence/entry.ts';
import { type EvidenceChain, verifyEvidence } from '../../../shared/domain/evidence/verify.ts';

const verify = (chain: EvidenceChain) => verifyEvidence(chain, sha256Hex);

function chainOf(drafts: readonly EvidenceDraft[], from: EvidenceHead = NO_EVIDENCE): EvidenceEntry[] {
  let head = from;
  return drafts.map((draft) => {
    const entry = appendEvidence(head, draft, sha256Hex);
    head = headAfter(entry);
    return entry;
  });
}

function fileOf(entries: readonly EvidenceEntry[]): EvidenceChain {
  const last = entries.at(-1);
  return { migrationId: 'm-1', head: last ? headAfter(last) : NO_EVIDENCE, entries };
}

const said = (what: string): EvidenceDraft => ({ migrationId: 'm-1', at: 1, who: 'image-steward', kind: 'step', what });
const FIVE = chainOf(['a', 'b', 'c', 'd', 'e'].map(said));
const replaced = (entries: readonly EvidenceEntry[], index: number, by: EvidenceEntry) => entries.with(index, by);
const at = (index: number) => FIVE[index] as EvidenceEntry;

const draft: fc.Arbitrary<EvidenceDraft> = fc.record(
  {
    migrationId: fc.constant('m-1'),
    at: fc.integer({ min: 0, max: 4e12 }),
    who: fc.string({ unit: 'grapheme' }),
    kind: fc.constantFrom(...EVIDENCE_KINDS),
    what: fc.string({ unit: 'binary' }),
    before: fc.jsonValue(),
    after: fc.option(fc.jsonValue(), { nil: undefined }),
  },
  { requiredKeys: ['migrationId', 'at', 'who', 'kind', 'what'] },
);
const chains = fc.array(draft, { minLength: 1, maxLength: 12 }).map((drafts) => fileOf(chainOf(drafts)));

describe('a chain of evidence', () => {
  test('begins with 64 zeros and counts from 1; each hash is SHA-256 over sorted JSON of the rest', () => {
    const [first, second] = FIVE;
    expect(first).toEqual({ ...said('a'), seq: 1, previous: '0'.repeat(64), hash: first?.hash });
    expect(first?.hash).toBe(
      sha256Hex(
        `{"at":1,"kind":"step","migrationId":"m-1","previous":"${'0'.repeat(64)}","seq":1,"what":"a","who":"image-steward"}`,
      ),
    );
    expect(second).toMatchObject({ seq: 2, previous: first?.hash });
  });

  test('nothing at all is a whole chain of nothing', () => {
    expect(verify(fileOf([]))).toEqual({ kind: 'whole' });
  });

  test('is whole however it is written to a file and read again', () => {
    fc.assert(fc.property(chains, (chain) => verify(JSON.parse(JSON.stringify(chain))).kind === 'whole'));
  });

  test('any field of any entry that is changed shows, at that entry', () => {
    const change = fc.tuple(chains, fc.nat(), fc.constantFrom('at', 'who', 'kind', 'what', 'before', 'after', 'extra'));
    fc.assert(
      fc.property(change, ([chain, place, field]) => {
        const index = place % chain.entries.length;
        const entry = { ...chain.entries[index], [field]: 'something else' } as EvidenceEntry;
        const verdict = verify({ ...chain, entries: replaced(chain.entries, index, entry) });
        return verdict.kind === 'broken' && verdict.at === index + 1;
      }),
    );
  });

  test('any entry that is dropped, and any two that change places, show at the first that is not where it belongs', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), (chain, one, other) => {
        const { length } = chain.entries;
        const [first, second] = [one % length, other % length].toSorted((a, b) => a - b) as [number, number];
        const dropped = verify({ ...chain, entries: chain.entries.toSpliced(first, 1) });
        if (dropped.kind !== 'broken' || dropped.at !== first + 1) return false;
        if (first === second) return true;
        const [a, b] = [chain.entries[first], chain.entries[second]] as [EvidenceEntry, EvidenceEntry];
        const swapped = verify({ ...chain, entries: chain.entries.with(first, b).with(second, a) });
        return swapped.kind === 'broken' && swapped.at === first + 1;
      }),
    );
  });

  test('says what is wrong, each in its own words', () => {
    const forged = appendEvidence(headAfter(at(1)), said('forged'), sha256Hex);
    const five = fileOf(FIVE);
    const more = appendEvidence(headAfter(at(4)), said('f'), sha256Hex);
    const foreign = appendEvidence(headAfter(at(1)), { ...said('c'), migrationId: 'm-2' }, sha256Hex);
    const wrong: readonly (readonly [EvidenceChain, number, string])[] = [
      [
        { ...five, entries: replaced(FIVE, 2, { ...at(2), what: 'C' }) },
        3,
        'Its content does not fit its hash: it was changed.',
      ],
      [{ ...five, entries: replaced(FIVE, 2, forged) }, 4, 'It does not follow entry 3: one of the two was replaced.'],
      [{ ...five, entries: FIVE.toSpliced(2, 1) }, 3, 'It is missing.'],
      [
        { ...five, entries: FIVE.with(2, at(3)).with(3, at(2)) },
        3,
        'Entry 4 stands in its place: the order was changed.',
      ],
      [{ ...five, entries: replaced(FIVE, 2, foreign) }, 3, 'It belongs to another migration.'],
      [{ ...five, entries: FIVE.slice(0, 4) }, 5, 'It is missing: the end was cut off.'],
      [{ ...five, entries: [] }, 1, 'It and 4 after it are missing: the end was cut off.'],
      [{ ...five, entries: [...FIVE, more] }, 6, 'The migration’s record ends before it: it was added.'],
      [
        { ...five, entries: replaced(FIVE, 4, appendEvidence(headAfter(at(3)), said('E'), sha256Hex)) },
        5,
        'The migration’s record names another last entry: it was replaced.',
      ],
      [
        fileOf(chainOf([said('a')], { seq: 0, hash: '1'.repeat(64) })),
        1,
        'It does not begin a chain: what stood before it was dropped.',
      ],
    ];
    expect(wrong.map(([chain]) => verify(chain))).toEqual(
      wrong.map(([, seq, why]) => ({ kind: 'broken', at: seq, why })),
    );
  });
});
