import { isNodesOwnPath } from '../../cluster/host-path.ts';
import type { PodGroup } from '../../cluster/pool-view.ts';
import { count } from '../../words.ts';
import { type NewFinding, owned, some, unseenLists } from '../finding.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/**
 * Data that stays on the node when the pod leaves it: an emptyDir is deleted with the pod, a hostPath and a
 * local volume stay on a disk that goes with the node.
 */
export const localData: Check = {
  id: 'local-data',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    const usesClaims = subject.view.movable.some(({ claims }) => claims.length > 0);
    return [
      ...(usesClaims ? unseenLists(subject, 'claims', 'volumes') : []),
      ...subject.view.groups.flatMap((group) => [
        ...localVolumes(subject, group),
        ...hostPaths(group),
        ...emptyDirs(group),
      ]),
    ];
  },
};

function localVolumes({ index }: ReadinessSubject, group: PodGroup): NewFinding[] {
  const found = group.pods.flatMap(({ namespace, claims }) =>
    claims.flatMap((claim) => {
      const volume = index.volumeOf(namespace, claim);
      return volume?.local ? [`${claim} (volume ${volume.name})`] : [];
    }),
  );
  if (found.length === 0) return [];
  return [
    {
      level: 'blocks',
      object: group.root,
      ...owned(group.owner),
      what: `${count(found.length, 'volume')} of it ${found.length === 1 ? 'lies' : 'lie'} on a node's own disk and cannot follow to another node: ${some(found)}.`,
      arithmetic: `local volumes ${found.length}, of ${count(group.pods.length, 'pod')} on this pool`,
      remedy:
        'Copy or replicate the data to a volume of a CSI driver first, or let the owner confirm that it can be rebuilt.',
    },
  ];
}

function hostPaths(group: PodGroup): NewFinding[] {
  const paths = [...new Set(group.pods.flatMap(({ leaning }) => leaning.hostPaths))]
    .filter((path) => !isNodesOwnPath(path))
    .toSorted();
  if (paths.length === 0) return [];
  return [
    {
      level: 'blocks',
      object: group.root,
      ...owned(group.owner),
      what: `It keeps files on the node (${some(paths)}), which are gone with the node.`,
      arithmetic: `host paths ${paths.length}, of ${count(group.pods.length, 'pod')} on this pool`,
      remedy: 'Move what must last to a persistent volume, or let the owner confirm that nothing there is needed.',
    },
  ];
}

function emptyDirs(group: PodGroup): NewFinding[] {
  const pods = group.pods.filter(({ leaning }) => leaning.emptyDir).length;
  if (pods === 0) return [];
  return [
    {
      level: 'warns',
      object: group.root,
      ...owned(group.owner),
      what: 'Its emptyDir volumes are deleted with the pod.',
      arithmetic: `${pods} of ${count(group.pods.length, 'pod')} on this pool`,
      remedy: 'Nothing, if it is a cache; otherwise move it to a persistent volume.',
    },
  ];
}
