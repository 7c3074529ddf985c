import type { Money, PlanCost, Saving } from '../cost/money.ts';
import { burstableSaving, nodePrice } from '../cost/pool-cost.ts';
import { knownMoney, knownPart, sumMoney, timesMoney } from '../cost/sum.ts';
import { overlapOf } from './build-steps.ts';
import type { ClusterDraft, PoolDraft } from './cluster-draft.ts';
import type { PlanInput } from './plan-input.ts';

/** What a plan costs, and what would make it cheaper. */
export function planCost(drafts: readonly ClusterDraft[], costs: readonly Money[], input: PlanInput): PlanCost {
  const { prices, settings } = input;
  const { yearlySpend, roundsPerYear } = settings.money;
  const total = sumMoney(costs, prices.currency);
  const perYear = timesMoney(total, roundsPerYear);
  const known = knownPart(perYear);
  return {
    basis: { currency: prices.currency, asOf: prices.asOf, source: prices.source, region: prices.region },
    total,
    perYear,
    roundsPerYear,
    ...(yearlySpend === undefined ? {} : { yearlySpend }),
    ...(yearlySpend !== undefined && yearlySpend > 0 && known !== undefined
      ? { shareOfSpendPercent: Math.round((known / yearlySpend) * 10_000) / 100 }
      : {}),
    savings: savingsOf(drafts, input),
  };
}

function savingsOf(drafts: readonly ClusterDraft[], input: PlanInput): Saving[] {
  const stagger: Money[] = [];
  const shrink: Money[] = [];
  const burstable: Money[] = [];
  for (const { kind, steps } of drafts) {
    const pools = steps.filter((step): step is PoolDraft => step.kind === 'pool' && step.held !== 'proposed-only');
    const hours = pools.map((pool) => overlapOf(pool, input.settings).hours);
    const together = hours.reduce((sum, each) => sum + each, 0);
    pools.forEach((pool, index) => {
      const { reading, strategy } = pool.work;
      const perHour = nodePrice(reading.pool, input.prices);
      if (typeof perHour === 'string' || reading.pool.count === undefined) return;
      const own = hours[index] ?? 0;
      if (strategy.kind === 'pool-replacement') {
        stagger.push(knownMoney(pool.extraNodes * (together - own) * perHour, input.prices.currency));
        // Emptied one after another, the source's nodes are on average gone for half of the drain.
        shrink.push(knownMoney((pool.extraNodes * (pool.duration.draining / 60) * perHour) / 2, input.prices.currency));
      }
      const cheaper = kind.environment.burstable
        ? burstableSaving(reading.pool, { nodes: pool.extraNodes, hours: own }, input.prices)
        : undefined;
      if (cheaper) burstable.push(cheaper);
    });
  }
  const { currency } = input.prices;
  return [
    {
      kind: 'stagger',
      amount: sumMoney(stagger, currency),
      what: 'Saved already: target pools of a cluster are made one after another, not all at once and kept until the last is done.',
    },
    {
      kind: 'shrink-source',
      amount: sumMoney(shrink, currency),
      what: 'Possible: take nodes off the source pool as they become empty. A way back then has to wait for new nodes.',
    },
    {
      kind: 'burstable-test-pool',
      amount: sumMoney(burstable, currency),
      what: 'Possible: run the extra nodes of development and test on burstable sizes with as many vCPUs.',
    },
  ];
}
