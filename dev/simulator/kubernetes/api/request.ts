import type { IncomingHttpHeaders } from 'node:http';
import type { Denial } from '../access/authorizer.ts';
import type { Identity } from '../access/identity.ts';
import type { KubeCluster } from '../cluster.ts';

/** A request to one cluster's API as the operations see it. */
export interface KubeRequest {
  readonly cluster: KubeCluster;
  readonly method: string;
  /** Without the prefix that leads to the cluster. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly who: Identity;
  readonly denied: Denial;
  /** `127.0.0.1:PORT` */
  readonly host: string;
}

/** What a request does, in RBAC's verbs. */
export function verbOf(method: string, named: boolean, watch: boolean): string {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return watch ? 'watch' : named ? 'get' : 'list';
  }
}
