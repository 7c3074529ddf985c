import type { Refusal } from '../../cluster/placement.ts';
import { type NewFinding, owned, unseenLists } from '../finding.ts';
import { placesOf } from '../room/candidates.ts';
import { type Placement, place } from '../room/place.ts';
import { classesOf } from '../room/pod-class.ts';
import type { Check } from '../subject.ts';

/**
 * Pods for which no other node has both the right to take them and the room: they would stay pending, and
 * budgets would then stop the drain behind them. Counted by requests, as the scheduler does.
 */
export const nowhereToGo: Check = {
  id: 'nowhere-to-go',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods', 'nodes');
    if (unseen.length > 0) return unseen;
    const { index, view } = subject;
    if (view.groups.length === 0) return [];
    const usesClaims = view.movable.some(({ claims }) => claims.length > 0);
    const places = placesOf(subject);
    const placements = place(index, places, classesOf(index, view.groups));
    return [
      ...(usesClaims ? unseenLists(subject, 'claims', 'volumes') : []),
      ...placements.flatMap((placement) => judge(placement, places.candidates.length)),
    ];
  },
};

function judge(placement: Placement, nodes: number): NewFinding[] {
  const { podClass, wanted, placed, onGrown, eligible } = placement;
  // A class with no pod on the leaving nodes still needs a node that may take it when its turn comes.
  const homeless = wanted === 0 ? eligible === 0 : placed < wanted;
  if (!homeless && onGrown === 0) return [];
  const { group } = podClass;
  const missing = wanted - placed;
  return [
    {
      level: homeless ? 'blocks' : 'warns',
      object: group.root,
      ...owned(group.owner),
      what: homeless
        ? eligible === 0
          ? `No other node may take its pods: ${mainReason(placement)}.`
          : `${missing} of its ${wanted} pods would find no room.`
        : `${onGrown} of its ${wanted} pods have room only after an autoscaler has added nodes.`,
      arithmetic: arithmetic(placement, nodes),
      remedy:
        homeless && eligible === 0
          ? remedyOf(placement)
          : 'Add nodes or a larger surge, or lower what the pods ask for.',
    },
  ];
}

const REASONS: Readonly<Record<Refusal | 'volume', string>> = {
  taint: 'tainted',
  selector: 'without the labels of the node selector',
  affinity: 'outside the node affinity',
  volume: 'outside the zone of a volume',
  cordoned: 'cordoned',
  'not-ready': 'not Ready',
};

function arithmetic({ podClass, wanted, placed, eligible, refused }: Placement, nodes: number): string {
  const { cpu, memory } = podClass.pod;
  const refusals = Object.entries(refused).map(([why, number]) => `${number} ${REASONS[why as Refusal | 'volume']}`);
  const apart =
    podClass.pod.antiAffinityTopologies.length > 0
      ? ', one per ' + podClass.pod.antiAffinityTopologies.join(' and ')
      : '';
  return [
    `${wanted} x (${cpu}m CPU, ${Math.ceil(memory / 2 ** 20)} MiB)${apart}`,
    `of ${nodes} other nodes ${refusals.length > 0 ? `${refusals.join(', ')}; ` : ''}${eligible} may take them`,
    `with room for ${placed}`,
  ].join('; ');
}

function mainReason({ refused }: Placement): string {
  const [most] = Object.entries(refused).toSorted(([, a], [, b]) => b - a);
  return most ? `${most[1]} are ${REASONS[most[0] as Refusal | 'volume']}` : 'there is no other node';
}

function remedyOf({ refused, podClass }: Placement): string {
  if (refused.volume) return 'Add a node in the zone of the volume, or move the data to zone-redundant storage.';
  if (refused.selector || refused.affinity) {
    const keys = [...Object.keys(podClass.pod.nodeSelector), ...podClass.pod.nodeAffinity.flat().map(({ key }) => key)];
    return `Give the target nodes the labels that the pods ask for (${[...new Set(keys)].join(', ')}), or loosen the selector.`;
  }
  if (refused.taint) return 'Give the pods a toleration for the target nodes, or use a target without that taint.';
  return 'Add nodes that the pods may run on.';
}
