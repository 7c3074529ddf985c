import type { ClusterLook } from '../cluster/facts.ts';
import type { Instant } from '../time.ts';
import type { AzureLook } from './azure-look.ts';
import type { Owners, StrayMark } from './stray-mark.ts';
import { strayOnNodes } from './stray-on-nodes.ts';
import { strayPools } from './stray-pools.ts';
import { straySettings } from './stray-settings.ts';

/**
 * What is left on one cluster. Lists that were not seen name nothing: whoever asks must not take that for clean.
 */
export function strayMarks(
  owners: Owners,
  azure: Extract<AzureLook, { kind: 'seen' }>,
  look: ClusterLook,
  now: Instant,
): StrayMark[] {
  return [...strayOnNodes(owners, look), ...strayPools(owners, azure), ...straySettings(owners, azure, look, now)];
}
