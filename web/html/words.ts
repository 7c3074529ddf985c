import type { CoverageView, FindingView } from '../../shared/app/views.ts';

/** What each rule finds, as a heading. */
const RULE_TITLES: Readonly<Record<FindingView['ruleId'], string>> = {
  'image-too-old': 'Image is too old',
  'image-behind-latest': 'Image is behind the latest',
  'image-outside-support': 'Image is outside Microsoft support',
  'support-ended': 'Support of the OS has ended',
  'support-ends-soon': 'Support of the OS ends soon',
  'images-removed': 'Images are removed',
  'images-removed-soon': 'Images are removed soon',
  'kubernetes-out-of-support': 'Kubernetes version is out of support',
  'os-sku-blocks-kubernetes': 'OS SKU blocks the next Kubernetes version',
  'no-patch-channel': 'No patch channel',
  'contradicting-channels': 'Channels contradict each other',
  'no-maintenance-window': 'No maintenance window',
  'image-not-approved': 'Image is not on the approved list',
  'image-known-bad': 'Image is on the known-bad list',
  'pool-failed': 'Pool is in a failed state',
  'mixed-images': 'Mixed images in one pool',
};

export function ruleTitle(ruleId: string): string {
  return (RULE_TITLES as Readonly<Record<string, string>>)[ruleId] ?? ruleId;
}

const REASONS: Readonly<Record<CoverageView['notSeen'][number]['reason'], string>> = {
  forbidden: 'No permission',
  throttled: 'Throttled by Azure',
  disabled: 'Subscription is disabled',
  'timed-out': 'Timed out',
  'upstream-failed': 'Azure did not answer',
  truncated: 'Answer was cut off',
  'dead-lettered': 'Message could not be handled',
  pending: 'Not read yet',
};

export function reasonText(reason: CoverageView['notSeen'][number]['reason']): string {
  return REASONS[reason];
}

const NUMBER = new Intl.NumberFormat('en-GB');

/** `12,345`. */
export function count(number: number): string {
  return NUMBER.format(number);
}

/** `1 pool`, `12,345 pools`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
