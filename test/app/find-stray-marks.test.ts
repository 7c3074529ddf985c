import { expect, test } from 'vitest';
import { findStrayMarks } from '../../shared/app/find-stray-marks.ts';
import type { Parts } from '../../shared/app/parts.ts';
import type { KubeNode } from '../../shared/domain/cluster/facts.ts';
import { CORDON_MARK } from '../../shared/domain/cluster/node-mark.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';
import { type AzureLook, NODE_MARK } from '../../shared/domain/migration/azure-look.ts';
import { AT, CLUSTER_ID, givenAzure, givenMigration, givenNode } from '../support/migration.ts';
import { givenApp } from './given-app.ts';

const ID = 'm-0123456789ab';

interface Cluster {
  azure: AzureLook | 'unreachable';
  nodes: KubeNode[];
}

/** One cluster that had a migration, which has ended; its own API takes marks off as the real one does. */
async function givenCluster({
  dryRun = false,
  answers = 'accepted',
}: {
  dryRun?: boolean;
  answers?: 'accepted' | 'lost';
} = {}) {
  const cluster: Cluster = {
    azure: givenAzure(),
    nodes: [
      givenNode('n0', { unschedulable: true, marks: { [NODE_MARK]: ID, [CORDON_MARK]: ID } }),
      givenNode('n1', { unschedulable: true }),
    ],
  };
  const { parts: base } = givenApp();
  const parts: Parts = {
    ...base,
    clock: { now: () => AT },
    running: { ...base.running, dryRun },
    azureLooker: {
      async look() {
        if (cluster.azure === 'unreachable') throw new UpstreamError('UPSTREAM_ARM', 'No answer came.');
        return cluster.azure;
      },
    },
    clusterLooker: {
      look: async (clusterId) => ({ clusterId, readAt: AT, nodes: { kind: 'seen', items: cluster.nodes } }),
    },
    nodeWriter: {
      ...base.nodeWriter,
      async uncordon({ name }, id) {
        cluster.nodes = cluster.nodes.map((node) =>
          node.name === name && node.marks?.[CORDON_MARK] === id ? givenNode(name) : node,
        );
        if (answers === 'lost') throw new UpstreamError('UPSTREAM_KUBERNETES', 'No answer came.');
        return { kind: 'accepted' };
      },
    },
  };
  await parts.migrations.create(givenMigration({ id: ID, status: 'aborted', endedAt: AT }));
  const findings = async () => (await parts.ownFindings.list()).map(({ id, code }) => `${code} ${id}`);
  return { cluster, parts, findings };
}

const finding = (kind: string, subject: string) => `STRAY_MARK stray-mark/${CLUSTER_ID}/${kind}/${subject}`;

test('what is provably ours is taken off and told of in its migration’s evidence; somebody else’s cordon is only named', async () => {
  const { cluster, parts, findings } = await givenCluster();
  await findStrayMarks(parts);
  expect(cluster.nodes.map(({ name, unschedulable }) => ({ name, unschedulable }))).toEqual([
    { name: 'n0', unschedulable: false },
    { name: 'n1', unschedulable: true },
  ]);
  expect(await findings()).toEqual([finding('cordon', 'n1')]);
  expect((await parts.evidence.read(ID)).map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
    `intent: Left behind and taken off now: Node n0 is cordoned for migration ${ID}, which has ended (aborted).`,
    'outcome: Node n0: uncordon done.',
  ]);
});

test('a finding goes when its mark is gone', async () => {
  const { cluster, parts, findings } = await givenCluster();
  await findStrayMarks(parts);
  cluster.nodes = [givenNode('n0'), givenNode('n1')];
  await findStrayMarks(parts);
  expect(await findings()).toEqual([]);
});

test('with DRY_RUN nothing is written, and both are named', async () => {
  const { cluster, parts, findings } = await givenCluster({ dryRun: true });
  await findStrayMarks(parts);
  expect(cluster.nodes[0]?.unschedulable).toBe(true);
  expect(await findings()).toEqual([finding('cordon', 'n0'), finding('cordon', 'n1')]);
});

test('an answer that is lost keeps the finding until the next look', async () => {
  const { parts, findings } = await givenCluster({ answers: 'lost' });
  await findStrayMarks(parts);
  expect(await findings()).toContain(finding('cordon', 'n0'));
  await findStrayMarks(parts);
  expect(await findings()).toEqual([finding('cordon', 'n1')]);
});

test('a cluster that cannot be seen is not taken for clean; one that is gone has nothing left', async () => {
  const { cluster, parts, findings } = await givenCluster();
  await findStrayMarks(parts);
  cluster.azure = 'unreachable';
  await findStrayMarks(parts);
  expect(await findings()).toEqual([finding('cordon', 'n1')]);
  cluster.azure = { kind: 'gone', readAt: AT };
  await findStrayMarks(parts);
  expect(await findings()).toEqual([]);
});
