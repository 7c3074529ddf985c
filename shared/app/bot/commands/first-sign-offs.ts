import { mapLimited } from '../../map-limited.ts';
import type { SignOffsView } from '../../migration-views.ts';
import type { PlanSummaryView } from '../../plan-views.ts';
import type { CommandContext } from './command.ts';
import { READ_AT_ONCE } from './which-plan.ts';

/** Of more plans than these nobody reads the sign-offs in a chat. */
const SIGN_OFFS_READ = 30;

/** How far the sign-offs of the first plans are, in the order of the plans. */
export function firstSignOffs(
  { fleet }: Pick<CommandContext, 'fleet'>,
  plans: readonly PlanSummaryView[],
): Promise<(SignOffsView | undefined)[]> {
  return mapLimited(plans.slice(0, SIGN_OFFS_READ), READ_AT_ONCE, ({ id }) => fleet.signOffs(id));
}
