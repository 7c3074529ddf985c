import { z } from 'zod';
import type { FleetMembership } from '../../domain/cluster/arm-facts.ts';
import type { ArmConnection } from './connection.ts';
import { listRaw } from './list-raw.ts';

const VERSION = 'api-version=2025-03-01';

const Fleet = z.object({ id: z.string(), name: z.string() });
const Member = z.object({ name: z.string(), properties: z.object({ clusterResourceId: z.string() }) });
const Profile = z.object({ name: z.string(), properties: z.object({ disabled: z.boolean().nullish() }).nullish() });

const group = z.object({ members: z.array(z.object({ name: z.string().nullish() })).nullish() });
const Run = z.object({
  name: z.string(),
  properties: z.object({
    status: z
      .object({
        status: z.object({ state: z.string().nullish() }).nullish(),
        stages: z.array(z.object({ groups: z.array(group).nullish() })).nullish(),
      })
      .nullish(),
  }),
});

/**
 * Memberships in the Fleet Manager resources of the cluster's own subscription; a fleet may also live in
 * another one, which is not looked at.
 */
export async function fleetMemberships(
  connection: ArmConnection,
  subscriptionId: string,
  clusterId: string,
): Promise<readonly FleetMembership[]> {
  const fleets = await listRaw(
    connection,
    `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/fleets?${VERSION}`,
    Fleet,
  );
  const found: FleetMembership[] = [];
  for (const { id, name: fleet } of fleets) {
    const members = await listRaw(connection, `${id}/members?${VERSION}`, Member);
    const own = members.find(({ properties }) => properties.clusterResourceId.toLowerCase() === clusterId);
    if (!own) continue;
    const profiles = await listRaw(connection, `${id}/autoUpgradeProfiles?${VERSION}`, Profile);
    const runs = await listRaw(connection, `${id}/updateRuns?${VERSION}`, Run);
    const running = runs.find((run) => isRunningFor(run, own.name));
    found.push({
      fleet,
      member: own.name,
      autoUpgradeProfiles: profiles.filter(({ properties }) => properties?.disabled !== true).map(({ name }) => name),
      ...(running && { runningUpdate: running.name }),
    });
  }
  return found;
}

/** A run that does not say whom it is about may be about this member. */
function isRunningFor({ properties: { status } }: z.infer<typeof Run>, member: string): boolean {
  const state = status?.status?.state;
  if (state !== 'Running' && state !== 'Stopping') return false;
  const groups = status?.stages?.flatMap((stage) => stage.groups ?? []) ?? [];
  const names = groups.flatMap(({ members }) => members?.map(({ name }) => name) ?? []);
  return names.length === 0 || names.includes(member);
}
