import type { ArmAnswer, ArmRequest } from './http.ts';

export type Params = Readonly<Record<string, string>>;

/** One operation of the face: what it is called, whether it changes anything, and how it answers. */
export interface Operation {
  /** As the SDKs call it, `agentPools.getUpgradeProfile`: the name in logs and faults. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Segments in lower case; `{name}` takes any one segment. */
  readonly path: string;
  readonly effect: 'read' | 'write';
  /** `arm` operations have api-versions of their own. */
  readonly provider: 'aks' | 'arm';
  /** Which token bucket of the AKS resource provider pays for it; none for `arm`. */
  readonly bucket?: 'list-clusters' | 'list-group' | 'get-cluster' | 'put-pool' | 'operation-status' | 'other';
  readonly answer: (params: Params, request: ArmRequest) => ArmAnswer;
}

export interface Match {
  readonly operation: Operation;
  readonly params: Params;
}

/** Finds operations by method and path, without minding the case, as ARM does. */
export function router(operations: readonly Operation[]): (method: string, path: string) => Match | undefined {
  const bySize = new Map<string, { segments: string[]; operation: Operation }[]>();
  for (const operation of operations) {
    const segments = operation.path.split('/').slice(1);
    const key = `${operation.method} ${segments.length}`;
    bySize.set(key, [...(bySize.get(key) ?? []), { segments, operation }]);
  }
  return (method, path) => {
    const asked = path.split('/').slice(1);
    for (const { segments, operation } of bySize.get(`${method} ${asked.length}`) ?? []) {
      const params: Record<string, string> = {};
      const fits = segments.every((segment, at) => {
        const value = asked[at] ?? '';
        if (!segment.startsWith('{')) return segment === value.toLowerCase();
        params[segment.slice(1, -1)] = decodeURIComponent(value);
        return value !== '';
      });
      if (fits) return { operation, params };
    }
    return undefined;
  };
}
