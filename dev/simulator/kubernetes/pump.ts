import type { KubeCluster } from './cluster.ts';

/** The longest pause between two looks at the clock: it may have been moved in the meantime. */
const MOST_MILLISECONDS = 1_000;

/**
 * Lets a cluster live on while someone watches it: without requests nothing else would look at its clock.
 *
 * @param speed fleet seconds per second
 * @param follow lets happen what comes from outside the cluster
 * @returns ends it
 */
export function pump(cluster: KubeCluster, speed: number, follow: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const turn = () => {
    follow();
    cluster.settle();
    const next = cluster.agenda.next();
    const pause = next === undefined || speed === 0 ? MOST_MILLISECONDS : Math.max(1, (next - cluster.now()) / speed);
    timer = setTimeout(turn, Math.min(MOST_MILLISECONDS, pause));
    timer.unref();
  };
  // What a change has set off comes sooner than what was known of before.
  const stop = cluster.store.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(turn, 5);
    timer.unref();
  });
  turn();
  return () => {
    stop();
    clearTimeout(timer);
  };
}
