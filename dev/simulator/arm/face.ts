import type { Fleet } from '../model/fleet.ts';
import type { ArmContext } from './context.ts';
import { turnedAway } from './gate.ts';
import { type ArmAnswer, type ArmRequest, refusal } from './http.ts';
import { capacityOperations } from './operations-capacity.ts';
import { readOperations } from './operations-read.ts';
import { writeOperations } from './operations-write.ts';
import { resourceGraph } from './resource-graph/answer.ts';
import { type Match, type Operation, router } from './router.ts';
import type { Throttle } from './throttle.ts';

/** Azure Resource Manager over a fleet, without the network. */
export interface ArmFace {
  find(method: string, path: string): Match | undefined;
  /** Limits, checks, then the operation itself. `throttled` tells a refusal by the limits from others. */
  answer(match: Match, request: ArmRequest): { readonly answer: ArmAnswer; readonly throttled: boolean };
}

export function armFace(context: ArmContext, throttle: Throttle, graphView: () => ReturnType<Fleet['asOf']>): ArmFace {
  const graph = resourceGraph({ fleet: context.fleet, view: graphView, mayRead: context.mayRead });
  const query: Operation = {
    name: 'resourceGraph.query',
    method: 'POST',
    path: '/providers/microsoft.resourcegraph/resources',
    effect: 'read',
    provider: 'arm',
    answer: (_, request) => graph(request.body),
  };
  const find = router([query, ...readOperations(context), ...capacityOperations(context), ...writeOperations(context)]);

  return {
    find,
    answer(match, request) {
      const principal = request.headers.authorization ?? '';
      const { headers, refused } = throttle.pay(match, principal, regionOf(context.fleet, match));
      const answer = refused ?? turnedAway(match, request, context) ?? match.operation.answer(match.params, request);
      return { answer: { ...answer, headers: { ...headers, ...answer.headers } }, throttled: refused !== undefined };
    },
  };
}

function regionOf(fleet: Fleet, { params }: Match): string | undefined {
  if (params.location !== undefined) return params.location;
  const { subscription, group, cluster } = params;
  if (subscription === undefined || group === undefined || cluster === undefined) return undefined;
  return fleet.cluster(subscription, group, cluster)?.region;
}

/** What is said to a request that no operation takes. */
export const notSimulated = (method: string, path: string): ArmAnswer =>
  refusal(501, 'NotSimulated', `The simulator has no operation for ${method} ${path}.`);
