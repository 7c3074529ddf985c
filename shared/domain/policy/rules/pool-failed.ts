import { azAks, shellWord } from '../az-command.ts';
import { PASS, type PoolRule, unknown } from '../subject.ts';

/** The last operation on the pool failed or was cancelled: it may be half changed, and further changes may be refused. */
export const poolFailed: PoolRule = {
  id: 'pool-failed',
  scope: 'pool',

  judge({ cluster, pool }) {
    const state = pool.provisioningState?.toLowerCase();
    if (!state) return unknown("the pool's provisioning state");
    if (state !== 'failed' && state !== 'canceled') return PASS;
    const failed = state === 'failed';
    return {
      kind: 'violates',
      severity: failed ? 'high' : 'medium',
      facts: { provisioningState: pool.provisioningState ?? '' },
      why: `The last operation on the pool ${failed ? 'failed' : 'was cancelled'}: its nodes may run different images, and an image upgrade may be refused until it is mended.`,
      nextAction: `Read what went wrong: ${azAks('operation show-latest', cluster, '--nodepool-name', shellWord(pool.name))} then mend the cause (quota, subnet, disruption budget) and repeat the operation.`,
    };
  },
};
