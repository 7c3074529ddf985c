import type { LabelSelector } from '../objects.ts';
import { selectorTest } from '../selectors/labels.ts';
import { WEBHOOK_ANSWERS, WEBHOOK_SAYS } from '../world/webhooks.ts';
import type { KubeRequest } from './request.ts';
import { ApiError } from './status.ts';

interface Configured {
  readonly name: string;
  readonly failurePolicy?: string;
  readonly timeoutSeconds?: number;
  readonly clientConfig?: { readonly service?: { readonly namespace: string; readonly name: string } };
  readonly namespaceSelector?: LabelSelector;
  readonly rules?: readonly { readonly operations: readonly string[]; readonly resources: readonly string[] }[];
}

/**
 * Asks the webhooks that are registered for it. Nobody is really called: an annotation of the configuration says what
 * the answer is, and one without it says yes.
 *
 * @param operation and resource as rules name them: `CREATE`, `pods/eviction`
 * @throws ApiError 400 where one denies, 500 where one does not answer and has to be asked
 */
export function askWebhooks({ cluster }: KubeRequest, operation: string, resource: string, namespace: string): void {
  const labels = cluster.store.get('namespaces', undefined, namespace)?.metadata.labels ?? {};
  for (const plural of ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']) {
    for (const configuration of cluster.store.list(plural)) {
      const { [WEBHOOK_ANSWERS]: answers, [WEBHOOK_SAYS]: says = '' } = configuration.metadata.annotations ?? {};
      if (answers === undefined) continue;
      for (const webhook of configuration.webhooks as readonly Configured[]) {
        const concerned = webhook.rules?.some(
          (rule) => rule.operations.includes(operation) && rule.resources.includes(resource),
        );
        if (!concerned || !selectorTest(webhook.namespaceSelector ?? {})(labels)) continue;
        if (answers === 'denies') throw denied(webhook, says);
        if (answers === 'nothing' && webhook.failurePolicy !== 'Ignore') throw unanswered(webhook);
      }
    }
  }
}

const denied = ({ name }: Configured, says: string): ApiError => {
  const why = says === '' ? ' without explanation' : `: ${says}`;
  return new ApiError(400, undefined, `admission webhook "${name}" denied the request${why}`);
};

const unanswered = ({ name, clientConfig, timeoutSeconds = 10 }: Configured): ApiError => {
  const { namespace = '', name: service = '' } = clientConfig?.service ?? {};
  const why = `failed to call webhook: Post "https://${service}.${namespace}.svc:443/validate?timeout=${timeoutSeconds}s": no endpoints available for service "${service}"`;
  const message = `failed calling webhook "${name}": ${why}`;
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`);
};
