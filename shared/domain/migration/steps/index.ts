import { BugError } from '../../errors.ts';
import type { StepRule } from '../step-rule.ts';
import type { StepName } from '../step-table.ts';
import { awaitTarget } from './await-target.ts';
import { check } from './check.ts';
import { close } from './close.ts';
import { closeTarget } from './close-target.ts';
import { cordonSource } from './cordon-source.ts';
import { createTarget } from './create-target.ts';
import { deleteSource } from './delete-source.ts';
import { drainSource } from './drain-source.ts';
import { drainTarget } from './drain-target.ts';
import { followControlPlane } from './follow-control-plane.ts';
import { followRestore } from './follow-restore.ts';
import { followUpgrade } from './follow-upgrade.ts';
import { guardAutoscaler } from './guard-autoscaler.ts';
import { hold } from './hold.ts';
import { prePosition } from './pre-position.ts';
import { putBack } from './put-back.ts';
import { putBackSettings } from './put-back-settings.ts';
import { refillSource } from './refill-source.ts';
import { removeTarget } from './remove-target.ts';
import { reopenSource } from './reopen-source.ts';
import { restoreVersion } from './restore-version.ts';
import { setUpgradeSettings } from './set-upgrade-settings.ts';
import { stopUpgrade } from './stop-upgrade.ts';
import { taintSource } from './taint-source.ts';
import { upgradeControlPlane } from './upgrade-control-plane.ts';
import { upgradeImage } from './upgrade-image.ts';
import { validate } from './validate.ts';
import { validateAfter } from './validate-after.ts';
import { validateBack } from './validate-back.ts';
import { watch } from './watch.ts';

/** What each step decides by. */
const RULES: Readonly<Record<StepName, StepRule>> = {
  check,
  'create-target': createTarget,
  'await-target': awaitTarget,
  'guard-autoscaler': guardAutoscaler,
  'taint-source': taintSource,
  'pre-position': prePosition,
  'cordon-source': cordonSource,
  'drain-source': drainSource,
  validate,
  hold,
  'delete-source': deleteSource,
  'put-back': putBack,
  'validate-after': validateAfter,
  'set-upgrade-settings': setUpgradeSettings,
  'upgrade-image': upgradeImage,
  'follow-upgrade': followUpgrade,
  'put-back-settings': putBackSettings,
  'upgrade-control-plane': upgradeControlPlane,
  'follow-control-plane': followControlPlane,
  'stop-upgrade': stopUpgrade,
  'restore-version': restoreVersion,
  'follow-restore': followRestore,
  'close-target': closeTarget,
  'drain-target': drainTarget,
  'refill-source': refillSource,
  'remove-target': removeTarget,
  'reopen-source': reopenSource,
  'validate-back': validateBack,
  watch,
  close,
};

/** @throws BugError when a record of another version names a step that this one does not know */
export function ruleOf(step: StepName): StepRule {
  const rule = Object.hasOwn(RULES, step) ? RULES[step] : undefined;
  if (!rule) throw new BugError('STEP_WITHOUT_RULE', 'a step of the route has no rule', { step });
  return rule;
}
