import { guidOf } from '../../model/stable-hash.ts';
import type { WebhookSpec } from '../../model/workload-schema.ts';
import type { KubeObject } from '../objects.ts';
import type { Birth } from './objects-of-workload.ts';

const RULES: Readonly<Record<WebhookSpec['concerns'][number], { operations: string[]; resources: string[] }>> = {
  'pod-create': { operations: ['CREATE'], resources: ['pods'] },
  'pod-delete': { operations: ['DELETE'], resources: ['pods'] },
  eviction: { operations: ['CREATE'], resources: ['pods/eviction'] },
  node: { operations: ['CREATE', 'UPDATE', 'DELETE'], resources: ['nodes'] },
};

/** What a webhook answers when it is asked: `allows`, `denies` or `nothing`; and its words where it denies. */
export const WEBHOOK_ANSWERS = 'fake-webhook/answers';
export const WEBHOOK_SAYS = 'fake-webhook/says';

/** A webhook of a fleet file as the configuration that registers it. Nobody is called: its answer is told. */
export function webhookObject(spec: WebhookSpec, { clusterId, at }: Birth): KubeObject {
  const [namespace, name] = spec.service.split('/');
  return {
    metadata: {
      name: spec.name,
      uid: guidOf(`${clusterId} webhook ${spec.name}`),
      resourceVersion: '',
      generation: 1,
      creationTimestamp: at,
      ...(spec.answers && {
        annotations: { [WEBHOOK_ANSWERS]: spec.answers, ...(spec.says !== undefined && { [WEBHOOK_SAYS]: spec.says }) },
      }),
    },
    webhooks: [
      {
        name: `${spec.name}.${namespace}.svc`,
        clientConfig: { service: { namespace, name, path: '/validate', port: 443 } },
        rules: spec.concerns.map((concern) => ({
          ...RULES[concern],
          apiGroups: [''],
          apiVersions: ['v1'],
          scope: '*',
        })),
        failurePolicy: spec.failurePolicy,
        matchPolicy: 'Equivalent',
        namespaceSelector:
          spec.exceptNamespaces.length === 0
            ? {}
            : {
                matchExpressions: [
                  { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: spec.exceptNamespaces },
                ],
              },
        objectSelector: {},
        sideEffects: 'None',
        timeoutSeconds: spec.timeoutSeconds,
        admissionReviewVersions: ['v1'],
        ...(spec.kind === 'mutating' && { reinvocationPolicy: 'Never' }),
      },
    ],
  };
}
