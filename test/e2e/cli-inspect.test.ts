import { expect, test } from 'vitest';
import { InspectionView } from '../../shared/app/inspection-views.ts';
import { steward } from '../cli/run-steward.ts';

test('steward inspect on the demo fleet: swept, found by name, read by the credential of AKS, and judged', async () => {
  const args = ['inspect', '--simulated', '--cluster', 'aks-shop-weu', '--format', 'json', '--fail-on', 'blocked'];
  const { code, stdout } = await steward(args);
  const inspection = InspectionView.parse(JSON.parse(stdout));
  expect(code).toBe(2);
  expect(inspection).toMatchObject({ name: 'aks-shop-weu', notSeen: [], arm: 'asked' });
  const api = inspection.pools.find(({ name }) => name === 'api');
  expect(api).toMatchObject({ verdict: 'blocked', classification: 'complex' });
  expect(api?.findings.filter(({ level }) => level === 'unknown')).toEqual([]);
  expect(api?.findings.filter(({ level }) => level === 'blocks').map(({ check }) => check)).toEqual(
    expect.arrayContaining(['budgets-overlap', 'bare-pod']),
  );
}, 60_000);

test('a cluster that the fleet does not have is refused with one line', async () => {
  const { code, stdout, stderr } = await steward(['inspect', '--simulated', '--cluster', 'nowhere']);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('CLI_INSPECT: no cluster with a node pool is called nowhere');
}, 60_000);
