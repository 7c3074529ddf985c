import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exemptionsInForce } from '../../../shared/app/read/exemptions-in-force.ts';
import type { ClusterEntry, PoolRow } from '../../../shared/app/read/fleet-index.ts';
import { markExempted } from '../../../shared/domain/policy/exemption.ts';
import { clusterId, givenFinding, NOW, poolId } from '../../support/fleet.ts';
import { givenExemption } from '../../support/policy.ts';

const CLUSTERS = ['payments', 'pay', 'search'].map((name) => clusterId(name));
const SUBJECTS = CLUSTERS.flatMap((id) => [id, poolId(id, 'apps'), poolId(id, 'app')]);
const SCOPES = [
  ...SUBJECTS,
  '',
  '/',
  CLUSTERS[0]?.split('/').slice(0, 3).join('/') ?? '',
  `${CLUSTERS[0]?.toUpperCase()}/`,
];
const RULES = ['image-too-old', 'support-ended'] as const;

const anExemption = fc.record({
  id: fc.stringMatching(/^x-[0-9]{1,2}$/),
  scope: fc.constantFrom(...SCOPES),
  ruleId: fc.constantFrom('*', ...RULES),
  until: fc.constantFrom('2026-11-19', '2026-11-20', '2026-11-21', '2027-01-01'),
});

test('whatever the exemptions, a finding is covered by the one that the domain names', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anExemption, { selector: ({ id }) => id, maxLength: 8 }),
      fc.constantFrom(...SUBJECTS),
      fc.constantFrom(...RULES),
      (given, subject, ruleId) => {
        const exemptions = given.map((one) => givenExemption(one));
        const [ofCluster = '', pool] = subject.split('/agentpools/');
        const finding = givenFinding({
          clusterId: ofCluster,
          poolId: pool === undefined ? undefined : subject,
          ruleId,
        });
        const row = {
          cluster: { id: ofCluster } as ClusterEntry,
          pool: pool === undefined ? undefined : ({ id: subject } as PoolRow),
          at: 0,
          rank: 0,
          ruleId,
        };
        const [marked] = markExempted([finding], exemptions, NOW);
        expect(exemptionsInForce(exemptions, NOW).covering(row)?.id).toBe(marked?.exemption?.id);
      },
    ),
  );
});
