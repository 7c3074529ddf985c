import { decide, rulesOf } from '../access/authorizer.ts';
import type { KubeRequest } from './request.ts';
import { type Answer, badRequest } from './status.ts';

interface ReviewBody {
  readonly spec?: {
    readonly resourceAttributes?: {
      readonly verb?: string;
      readonly group?: string;
      readonly resource?: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
    readonly nonResourceAttributes?: unknown;
  };
}

const API_VERSION = 'authorization.k8s.io/v1';

function bodyOf({ text }: KubeRequest): ReviewBody {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

/** May the asker do this? */
export function accessReview(request: KubeRequest): Answer {
  const { spec = {} } = bodyOf(request);
  const { verb = '', group = '', resource = '', subresource, namespace, name } = spec.resourceAttributes ?? {};
  const attempt = {
    verb,
    group,
    resource,
    ...(subresource !== undefined && { subresource }),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
  const verdict = decide(request.who, attempt, request.denied);
  const status = verdict.allowed
    ? { allowed: true, ...(verdict.reason !== '' && { reason: verdict.reason }) }
    : { allowed: false };
  return {
    status: 201,
    body: { kind: 'SelfSubjectAccessReview', apiVersion: API_VERSION, metadata: {}, spec, status },
  };
}

const open = (...nonResourceURLs: string[]) => ({ verbs: ['get'], nonResourceURLs });

/** All that the asker may do. */
export function rulesReview({ who }: KubeRequest): Answer {
  const status = {
    resourceRules: rulesOf(who).map(({ verbs, apiGroups, resources }) => ({ verbs, apiGroups, resources })),
    nonResourceRules: [
      open('/.well-known', '/.well-known/*'),
      open('/healthz', '/livez', '/readyz', '/version', '/version/'),
      open(
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ),
    ],
    incomplete: false,
  };
  return {
    status: 201,
    body: { kind: 'SelfSubjectRulesReview', apiVersion: API_VERSION, metadata: {}, spec: {}, status },
  };
}
