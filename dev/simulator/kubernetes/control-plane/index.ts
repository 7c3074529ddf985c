import type { ClusterWorld } from '../cluster-world.ts';
import { autoscalers } from './autoscalers.ts';
import type { Controller } from './controller.ts';
import { daemonSets } from './daemon-sets.ts';
import { deployments } from './deployments.ts';
import { disruption } from './disruption.ts';
import { garbage, namespaces, podGarbage, signalGarbage } from './garbage.ts';
import { jobs } from './jobs.ts';
import { kubelet } from './kubelet.ts';
import { nodeLifecycle } from './nodes.ts';
import { replicaSets } from './replica-sets.ts';
import { scheduler } from './scheduler.ts';
import { statefulSets } from './stateful-sets.ts';

/** Everything that acts in a cluster by itself. */
export const controlPlane = (cluster: ClusterWorld): readonly Controller[] =>
  [
    scheduler,
    kubelet,
    autoscalers,
    deployments,
    replicaSets,
    statefulSets,
    daemonSets,
    jobs,
    disruption,
    nodeLifecycle,
    garbage,
    podGarbage,
    signalGarbage,
    namespaces,
  ].map((make) => make(cluster));
