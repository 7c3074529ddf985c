import type { Seen } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import type { ImaginedWorld } from './imagine-world.ts';
import type { Write } from './write.ts';

/** The workload has its new number, all of them ready; an autoscaler has its new least number. */
export function imagineScale(world: ImaginedWorld, write: Extract<Write, { kind: 'scale' }>): ImaginedWorld {
  const { workload, autoscaler, to } = write;
  const { look } = world;
  return {
    ...world,
    look: {
      ...look,
      ...(look.workloads && {
        workloads: changed(look.workloads, (one) =>
          one.kind === workload.kind && isNamed(one, workload)
            ? { ...one, replicas: to, ready: Math.max(one.ready, to) }
            : one,
        ),
      }),
      ...(look.autoscalers &&
        autoscaler && {
          autoscalers: changed(look.autoscalers, (one) =>
            isNamed(one, autoscaler) ? { ...one, minReplicas: to } : one,
          ),
        }),
    },
  };
}

function changed<T>(list: Seen<T>, change: (one: T) => T): Seen<T> {
  return list.kind === 'seen' ? { kind: 'seen', items: list.items.map(change) } : list;
}

function isNamed(one: { readonly namespace: string; readonly name: string }, ref: ObjectRef): boolean {
  return one.namespace === ref.namespace && one.name === ref.name;
}
