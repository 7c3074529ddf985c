import type { AdmissionWebhook } from '../../domain/cluster/facts.ts';
import type { RawWebhooks } from './raw.ts';
import { selectorOf } from './selector-facts.ts';

type Webhook = NonNullable<RawWebhooks['webhooks']>[number];
type Rule = NonNullable<Webhook['rules']>[number];
type Concern = AdmissionWebhook['concerns'][number];

/** Kubernetes' own default for `timeoutSeconds`. */
const USUAL_TIMEOUT_SECONDS = 10;

/** The webhooks of one configuration that are asked about pods, evictions or nodes; the others do not matter here. */
export function webhooksOf(
  kind: AdmissionWebhook['kind'],
  { metadata, webhooks = [] }: RawWebhooks,
): AdmissionWebhook[] {
  return webhooks.flatMap((webhook) => {
    const concerns = [...new Set((webhook.rules ?? []).flatMap(concernsOf))].toSorted();
    if (concerns.length === 0) return [];
    const service = webhook.clientConfig?.service;
    return [
      {
        configuration: metadata.name ?? '',
        name: webhook.name,
        kind,
        failurePolicy: webhook.failurePolicy ?? 'Fail',
        timeoutSeconds: webhook.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS,
        ...(service && { service: { namespace: service.namespace, name: service.name } }),
        concerns,
        namespaceSelector: selectorOf(webhook.namespaceSelector),
      },
    ];
  });
}

/** `*` is every resource without its subresources, `pods/*` every subresource of pods, `*` + `/*` all of both. */
function concernsOf({ apiGroups = [], resources = [], operations = [] }: Rule): Concern[] {
  const group = apiGroups.includes('') || apiGroups.includes('*');
  const about = (...names: string[]) => group && resources.some((resource) => names.includes(resource));
  const on = (operation: string) => operations.includes(operation) || operations.includes('*');
  const concerns: Concern[] = [];
  // An eviction is created on a pod, in the pod's own group.
  if (about('pods/eviction', 'pods/*', '*/*', '*/eviction') && on('CREATE')) concerns.push('eviction');
  if (about('pods', '*', '*/*') && on('DELETE')) concerns.push('pod-delete');
  if (about('pods', '*', '*/*') && on('CREATE')) concerns.push('pod-create');
  if (about('nodes', '*', '*/*') && (on('UPDATE') || on('CREATE') || on('DELETE'))) concerns.push('node');
  return concerns;
}
