import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween } from '../../../shared/domain/policy/change.ts';
import { type Finding, RULE_IDS, SEVERITIES } from '../../../shared/domain/policy/finding.ts';
import { compareFindings, countBySeverity, isAtLeast, worstSeverity } from '../../../shared/domain/policy/severity.ts';
import { givenFinding } from '../../support/fleet.ts';

const medium = givenFinding();
const high = givenFinding({ severity: 'high' });
const other = givenFinding({ ruleId: 'pool-failed' });
const exempted = { ...medium, exemption: { id: 'e-1', owner: 'o', reason: 'r', until: '2026-12-31' } };
const older = { ...medium, facts: { ageDays: 71, maxImageAgeDays: 60 } };

test.each<[string, Finding[], Finding[], unknown[]]>([
  ['nothing before and nothing now', [], [], []],
  ['a finding that was not there is new', [], [medium], [{ kind: 'new', finding: medium }]],
  ['one that is not there any more is gone', [medium], [], [{ kind: 'gone', finding: medium }]],
  ['a higher severity is worse', [medium], [high], [{ kind: 'worse', finding: high, severityBefore: 'medium' }]],
  ['a lower one is better', [high], [medium], [{ kind: 'better', finding: medium, severityBefore: 'high' }]],
  ['a day more of age is no news', [medium], [older], []],
  ['an exemption that starts is no news', [medium], [exempted], []],
  ['an exemption that ends is no news', [exempted], [medium], []],
  [
    'what is new comes before what is gone',
    [medium],
    [other],
    [
      { kind: 'new', finding: other },
      { kind: 'gone', finding: medium },
    ],
  ],
])('%s', (_, before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});

const findings = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...RULE_IDS), fc.constantFrom(...SEVERITIES)), { selector: ([rule]) => rule })
  .map((pairs) => pairs.map(([ruleId, severity]) => givenFinding({ ruleId, severity })));

test('the changes lead from what was to what is', () => {
  fc.assert(
    fc.property(findings, findings, (before, after) => {
      const state = new Map(before.map((finding) => [finding.id, finding.severity]));
      for (const { kind, finding } of changesBetween(before, after)) {
        if (kind === 'gone') state.delete(finding.id);
        else state.set(finding.id, finding.severity);
      }
      expect(state).toEqual(new Map(after.map((finding) => [finding.id, finding.severity])));
    }),
  );
});

test('the way back has as many changes, new for gone and worse for better', () => {
  const opposite = { new: 'gone', gone: 'new', worse: 'better', better: 'worse' } as const;
  fc.assert(
    fc.property(findings, findings, (before, after) => {
      const there = changesBetween(before, after).map(({ kind, finding }) => `${opposite[kind]} ${finding.id}`);
      const back = changesBetween(after, before).map(({ kind, finding }) => `${kind} ${finding.id}`);
      expect(back.toSorted()).toEqual(there.toSorted());
    }),
  );
});

test('findings are ordered by severity, then deadline, then id; none has no deadline comes last', () => {
  const ordered = [
    givenFinding({ severity: 'critical', deadline: undefined, ruleId: 'pool-failed' }),
    givenFinding({ severity: 'high', deadline: '2026-11-01' }),
    givenFinding({ severity: 'high', deadline: '2026-12-01', ruleId: 'image-behind-latest' }),
    givenFinding({ severity: 'high', deadline: '2026-12-01', ruleId: 'images-removed' }),
    givenFinding({ severity: 'high', deadline: undefined }),
    givenFinding({ severity: 'low', deadline: '2020-01-01' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (shuffled) => {
      expect(shuffled.toSorted(compareFindings)).toEqual(ordered);
    }),
  );
});

test('counts, worst and limits of severity', () => {
  expect(countBySeverity([medium, high, high])).toEqual({ critical: 0, high: 2, medium: 1, low: 0 });
  expect(worstSeverity([medium, high])).toBe('high');
  expect(worstSeverity([])).toBeUndefined();
  expect(SEVERITIES.map((severity) => isAtLeast(severity, 'medium'))).toEqual([true, true, true, false]);
});
