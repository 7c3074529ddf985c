/** What must hold of everything that ever happened to a cluster. */
import type { ModelCluster } from '../world/cluster.ts';
import type { Happening } from '../world/model.ts';
import type { Report } from './rules-of-writes.ts';

/** A pod that came to a node after it was looked at for the last time. */
const LATE_MS = 5_000;

export function checkJournal(cluster: ModelCluster, report: Report): void {
  checkPods(cluster, report);
  checkCordons(cluster, report);
  checkOnce(cluster, report);
}

/** No pod of somebody's is lost to what we do: not with a machine, and not by a deletion. */
function checkPods({ journal }: ModelCluster, report: Report): void {
  for (const [at, { by, what, subject, detail = '' }] of journal.entries()) {
    if (by !== 'us') continue;
    if (what === 'delete-pod') report('a pod leaves only by eviction', `${subject} was deleted`);
    if (what !== 'lose-pod') continue;
    const asked = journal.slice(0, at).findLast((other) => other.by === 'us' && DELETES.has(other.what));
    const placed = Number(detail.split(' placed ')[1] ?? 0);
    if (!asked || placed < asked.at - LATE_MS)
      report('a pod leaves only by eviction', `${subject} went with its machine`);
  }
}

const DELETES = new Set(['delete-pool', 'delete-machines']);

/** A cordon that others set is theirs, also while ours would have been there. */
function checkCordons({ journal }: ModelCluster, report: Report): void {
  const last = new Map<string, Happening>();
  /** Nodes that carry our mark: what others do to them cannot be told from what we did. */
  const marked = new Set<string>();
  for (const happening of journal) {
    const { by, what, subject, effect } = happening;
    if (!effect) continue;
    if (what === 'remove-node') marked.delete(subject);
    if (what === 'cordon') {
      last.set(subject, happening);
      if (by === 'us') marked.add(subject);
    }
    if (what !== 'uncordon' || by !== 'us') continue;
    if (last.get(subject)?.by !== 'us' && !marked.has(subject)) report('what somebody else set is left alone', subject);
    marked.delete(subject);
  }
}

/** Effects that cannot simply be had twice: each has one accepted write, unless something undid it in between. */
const ONCE = new Set(['create-pool', 'delete-pool', 'upgrade-image', 'upgrade-control-plane', 'restore-version']);
const UNDOES = new Set(['delete-pool', 'stop-operation', 'restore-version', 'upgrade-image']);

function checkOnce({ journal }: ModelCluster, report: Report): void {
  const seen = new Map<string, number>();
  for (const [at, { by, what, subject, effect, detail = '' }] of journal.entries()) {
    if (by !== 'us' || !effect || !ONCE.has(what)) continue;
    const key = `${what} ${subject} ${what === 'restore-version' ? detail : ''}`;
    const first = seen.get(key);
    const undone = journal
      .slice((first ?? 0) + 1, at)
      .some((other) => other.effect && (other.by !== 'us' || (other.subject === subject && UNDOES.has(other.what))));
    if (first !== undefined && !undone) report('one accepted write for each effect', `${key} twice`);
    seen.set(key, at);
  }
}
