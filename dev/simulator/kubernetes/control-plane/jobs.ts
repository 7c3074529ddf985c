import type { ClusterWorld } from '../cluster-world.ts';
import { type Condition, isReady } from '../objects.ts';
import { type Controller, splitKey } from './controller.ts';
import { activePods, createPod, nonZero, putStatus, workloadConcerns } from './owned-pods.ts';

/** Runs the pods of a Job until enough of them have succeeded; a pod that was taken away is run again. */
export const jobs = (cluster: ClusterWorld): Controller => ({
  name: 'jobs',
  concerns: (event) => workloadConcerns(event, 'jobs', 'Job'),
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const job = cluster.store.get('jobs', namespace, name);
    if (!job) return;
    const { completions = 1, parallelism = 1 } = job.spec as { completions?: number; parallelism?: number };
    const owned = cluster.store.by('pods', 'owner', job.metadata.uid);
    const before = Number(job.status.succeeded ?? 0);
    const succeeded = Math.max(
      before,
      owned.filter((pod) => pod.status.phase === 'Succeeded' && pod.metadata.deletionTimestamp === undefined).length,
    );
    const complete = succeeded >= completions;
    const running = activePods(cluster, job).length;
    if (!complete) {
      for (let missing = Math.min(parallelism, completions - succeeded) - running; missing > 0; missing--)
        createPod(cluster, 'Job', job);
    }
    const active = activePods(cluster, job);
    const now = cluster.stamp();
    const startTime = (job.status.startTime as string | undefined) ?? job.metadata.creationTimestamp;
    const conditions =
      (job.status.conditions as readonly Condition[] | undefined) ?? (complete ? completed(now) : undefined);
    putStatus(cluster, 'jobs', job, {
      ...(conditions && { conditions }),
      startTime,
      ...(complete && { completionTime: job.status.completionTime ?? now }),
      ...nonZero({ active: active.length, succeeded }),
      terminating: 0,
      uncountedTerminatedPods: {},
      ready: active.filter(isReady).length,
    });
  },
});

const completed = (now: string): readonly Condition[] =>
  ['SuccessCriteriaMet', 'Complete'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: now,
    lastTransitionTime: now,
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  }));
