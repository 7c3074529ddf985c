import type { StepDraft } from './cluster-draft.ts';

/** Hours for which a wave is watched before the next may begin. */
export const WATCH_HOURS = 24;

/** What must hold before a wave begins. */
export function waveGates(number: number, staggerDays: number): string[] {
  const before =
    number === 1
      ? 'The target images passed their test.'
      : `Every pool of wave ${number - 1} runs its target, is healthy, and was watched for ${WATCH_HOURS} hours.`;
  return [
    before,
    ...(number === 1 || staggerDays === 0
      ? []
      : [`${staggerDays} ${staggerDays === 1 ? 'day has' : 'days have'} passed since wave ${number - 1} ended.`]),
    'The plan is signed off under its present hash, and no freeze is on.',
    'Azure still offers the images of this plan: a newer one is a new plan.',
  ];
}

/** What must be healthy before the next step; never just "Succeeded". */
export function stepGate(step: StepDraft): string {
  if (step.kind === 'control-plane') {
    return 'The API server answers at the new version, every node is Ready, and no pod of kube-system is pending or restarting.';
  }
  return "Every node's label shows the target image and is Ready, no DaemonSet has a failing pod, and no pod is pending that was not before.";
}
