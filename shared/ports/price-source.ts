import type { PriceList } from '../domain/cost/money.ts';
import type { OwnFinding } from '../domain/fleet/own-finding.ts';

/** What VMs cost by the hour. */
export interface PriceSource {
  /**
   * @param vmSizes as Azure writes them, as in `Standard_D4s_v5`; the list may have others too
   * @returns what is known; a size that is not in it has no price, which is never 0. Never throws for a list that
   *   does not answer: what ships is used instead, and `trouble` says so.
   */
  load(vmSizes: readonly string[]): Promise<Prices>;
}

export interface Prices {
  readonly list: PriceList;
  readonly trouble?: Omit<OwnFinding, 'since' | 'lastSeen'>;
}
