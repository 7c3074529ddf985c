import { azAks } from '../../policy/az-command.ts';
import { clusterChannelOf, nodeOsChannelOf } from '../../policy/channels.ts';
import { count } from '../../words.ts';
import { clusterRef, type NewFinding, poolRef, some, unknownFinding, unseenInArm } from '../finding.ts';
import { armPoolOf } from '../move-size.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/** Whoever else may change the pool's nodes while it is moved. Another run blocks; the rest is to be known. */
export const conflictingActor: Check = {
  id: 'conflicting-actor',

  judge(subject) {
    return [
      ...otherRuns(subject),
      ...channels(subject),
      ...fleets(subject),
      ...autoscaler(subject),
      ...nodeActors(subject),
    ];
  },
};

function otherRuns(subject: ReadinessSubject): NewFinding[] {
  return subject.otherRuns.map(({ what, poolId }) => ({
    level: 'blocks' as const,
    object: poolId === subject.pool.id ? poolRef(subject) : clusterRef(subject),
    what: `Another run has ${poolId === subject.pool.id ? 'this pool' : 'this cluster'} in hand: ${what}.`,
    arithmetic: 'runs at once on a cluster: 1 is possible',
    remedy: 'Let it end, or stop it, before this one starts.',
  }));
}

function channels(subject: ReadinessSubject): NewFinding[] {
  const { cluster } = subject;
  const nodeOs = nodeOsChannelOf(cluster);
  const ofCluster = clusterChannelOf(cluster);
  const findings: NewFinding[] = [];
  if (nodeOs === 'unknown') {
    findings.push(
      unknownFinding(
        clusterRef(subject),
        'The node OS upgrade channel is not known, so AKS may replace nodes by itself meanwhile.',
        'Look at it: az aks show, autoUpgradeProfile.nodeOSUpgradeChannel.',
      ),
    );
  } else if (nodeOs !== 'none') {
    findings.push(
      channelFinding(
        subject,
        `The node OS channel ${cluster.nodeOsChannel ?? 'NodeImage'} changes nodes by itself and may start during the move.`,
        '--node-os-upgrade-channel None',
      ),
    );
  }
  if (ofCluster !== 'none') {
    findings.push(
      channelFinding(
        subject,
        `The cluster's auto-upgrade channel ${ofCluster} may start an upgrade during the move.`,
        '--auto-upgrade-channel none',
      ),
    );
  }
  return findings;
}

function channelFinding(subject: ReadinessSubject, what: string, argument: string): NewFinding {
  return {
    level: 'warns',
    object: clusterRef(subject),
    what,
    remedy: `Move the pool inside a window that the channel does not use, or turn the channel off meanwhile and back on after: ${azAks('update', subject.cluster, argument)}`,
  };
}

function fleets(subject: ReadinessSubject): NewFinding[] {
  const seen = subject.arm?.fleets;
  if (seen?.kind !== 'seen') return unseenInArm(subject, 'Fleet Manager memberships', seen);
  return seen.items.flatMap(({ fleet, autoUpgradeProfiles, runningUpdate }): NewFinding[] => {
    const object = { kind: 'Fleet', name: fleet };
    return [
      ...(runningUpdate
        ? [
            {
              level: 'blocks' as const,
              object,
              what: `The update run ${runningUpdate} of the fleet has this cluster in hand.`,
              arithmetic: 'runs at once on a cluster: 1 is possible',
              remedy: 'Let the update run end, or stop it, before this one starts.',
            },
          ]
        : []),
      ...(autoUpgradeProfiles.length > 0
        ? [
            {
              level: 'warns' as const,
              object,
              what: `The fleet upgrades its members by itself (${some(autoUpgradeProfiles)}) and may start during the move.`,
              remedy: 'Disable the profile for the time of the move, or agree on the date with the owner of the fleet.',
            },
          ]
        : []),
    ];
  });
}

function autoscaler(subject: ReadinessSubject): NewFinding[] {
  const seen = subject.arm?.pools;
  if (seen?.kind !== 'seen') return unseenInArm(subject, 'settings of the pools', seen);
  const own = armPoolOf(subject);
  if (!own?.autoscaler.enabled) return [];
  const { min, max } = own.autoscaler;
  return [
    {
      level: 'warns',
      object: poolRef(subject),
      what: 'The cluster autoscaler may remove nodes of this pool as they empty, or add some, during the move.',
      arithmetic: `min ${min}, max ${max}`,
      remedy: 'Hold the autoscaler still for the time of the move and put it back as it was found.',
    },
  ];
}

function nodeActors(subject: ReadinessSubject): NewFinding[] {
  const { pool, view } = subject;
  const cordoned = view.nodes.filter(({ unschedulable }) => unschedulable).map(({ name }) => name);
  const warn = (what: string, remedy: string, arithmetic?: string): NewFinding => ({
    level: 'warns',
    object: poolRef(subject),
    what,
    ...(arithmetic ? { arithmetic } : {}),
    remedy,
  });
  return [
    ...(pool.spot
      ? [
          warn(
            'Azure may take spot nodes away at any time, also in the middle of the move.',
            'Plan for fewer nodes than there are now.',
          ),
        ]
      : []),
    ...(pool.kind === 'auto-provisioned'
      ? [
          warn(
            'Node auto-provisioning replaces these nodes by itself when their image drifts.',
            'Leave them to it, or set a disruption budget on the NodePool resource.',
          ),
        ]
      : []),
    ...(cordoned.length > 0
      ? [
          warn(
            `Someone has cordoned ${count(cordoned.length, 'node')}: ${some(cordoned)}.`,
            'Ask who did and why; the cordon is not ours to lift.',
            `${cordoned.length} of ${view.nodes.length} nodes of the pool take no new pods`,
          ),
        ]
      : []),
  ];
}
