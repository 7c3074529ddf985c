import { expect, test } from 'vitest';
import { InspectionView } from '../../shared/app/inspection-views.ts';
import { inspectionPanel } from '../../web/parts/inspection.ts';
import { GIVEN_INSPECTION } from '../support/inspection.ts';

const NOW = Date.UTC(2026, 10, 20, 9);

test('a cluster that was not inspected is said to be so, and not to be ready', async () => {
  const text = String(await inspectionPanel(undefined, NOW));
  expect(text).toContain('was not inspected');
  expect(text).not.toContain('Ready,');
});

test('a blocked pool is open, with numbers, owner and fix; the others are closed', async () => {
  const text = String(await inspectionPanel(GIVEN_INSPECTION, NOW));
  expect(text.match(/<details class="unknowns" open>/g)).toHaveLength(1);
  for (const part of [
    'Blocked',
    'expected 3, healthy 3',
    'maxUnavailable: 1',
    'network policies',
    '2 more of the same',
  ]) {
    expect(text).toContain(part);
  }
});

test('names from a cluster are neither markup nor control characters', async () => {
  const text = String(await inspectionPanel(GIVEN_INSPECTION, NOW));
  expect(['<b>x', '\u001b', '\u202e'].filter((harm) => text.includes(harm))).toEqual([]);
});

test('the view holds to its own schema', () => {
  expect(InspectionView.parse(GIVEN_INSPECTION)).toEqual(GIVEN_INSPECTION);
});
