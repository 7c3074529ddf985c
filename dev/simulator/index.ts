import type { ArmContext } from './arm/context.ts';
import { armFace } from './arm/face.ts';
import { armHandler } from './arm/handler.ts';
import type { Match } from './arm/router.ts';
import { azureThrottle, noThrottle } from './arm/throttle.ts';
import { loopbackCertificate } from './certificate.ts';
import { fateFrom, twistFrom } from './control/bad-ends.ts';
import { type Control, simulatorControl } from './control/control.ts';
import { Faults } from './control/faults.ts';
import { controlHandler, isControlPath } from './control/handler.ts';
import { RequestLog } from './control/request-log.ts';
import { isKubernetesPath, KubernetesFace } from './kubernetes/face.ts';
import { kubernetesHandler } from './kubernetes/handler.ts';
import { aksDrains } from './kubernetes/world/aks-drains.ts';
import { aksGates } from './kubernetes/world/aks-gates.ts';
import { Changes } from './model/changes.ts';
import { type FleetClock, fleetClock } from './model/clock.ts';
import { clusterKey, Fleet } from './model/fleet.ts';
import type { FleetSpec } from './model/fleet-schema.ts';
import { startServer } from './server.ts';

export interface SimulatorOptions {
  readonly fleet: FleetSpec;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Fleet seconds per real second; 1 unless said otherwise. */
  readonly speed?: number;
  /** `false` switches Azure's limits off. */
  readonly throttle?: boolean;
  /** Added to every answer. */
  readonly latencyMilliseconds?: number;
  /** Time for the limits, in milliseconds; the process's own, or the fleet's where that runs faster, unless said otherwise. */
  readonly limitsNow?: () => number;
}

export interface Simulator {
  /** `https://127.0.0.1:PORT` */
  readonly armEndpoint: string;
  /** PEM of the authority to trust, and the file it lies in. */
  readonly ca: string;
  readonly caFile: string;
  readonly controlUrl: string;
  /** `<fleet instant>@<real instant>*<speed>` */
  readonly fleetClock: string;
  readonly control: Control;
  close(): Promise<void>;
}

/** Starts a simulated Azure on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = fleetClock(Date.parse(options.fleet.now), options.speed ?? 1);
  const fleet = new Fleet(options.fleet, clock);
  const faults = new Faults();
  const log = new RequestLog();
  const face = new KubernetesFace(fleet);
  const changes = new Changes(fleet, {
    fate: fateFrom(faults),
    twist: twistFrom(faults),
    drains: aksDrains(face),
    gates: aksGates(face),
  });
  const certificate = await loopbackCertificate();

  let endpoint = '';
  const context: ArmContext = {
    fleet,
    changes,
    endpoint: () => endpoint,
    ca: certificate.cert,
    mayRead: (subscription) => subscription.readable && !faults.isForbidden(subscription.id),
  };
  const throttle = options.throttle === false ? noThrottle() : azureThrottle(options.limitsNow ?? limitsClock(clock));
  const graphView = () => {
    const delay = faults.graphDelaySeconds();
    return delay === 0 ? fleet : fleet.asOf(clock.now() - delay * 1000);
  };
  const arm = armHandler({
    face: armFace(context, throttle, graphView),
    faults,
    log,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    settle: () => changes.settle(),
    now: () => new Date(clock.now()).toISOString(),
    listed: (match) => deleteListed(match, fleet, faults),
  });
  const control = simulatorControl({ fleet, faults, log, changes, kubernetes: face });
  const controls = controlHandler(control);
  const kubernetes = kubernetesHandler({
    face,
    faults,
    log,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    speed: clock.speed,
    now: () => new Date(clock.now()).toISOString(),
    settle: () => changes.settle(),
  });
  const server = await startServer(certificate, options.port ?? 0, (request, body, response) => {
    const url = request.url ?? '';
    const handler = isControlPath(url) ? controls : isKubernetesPath(url) ? kubernetes : arm;
    return handler(request, body, response);
  }).catch(async (error: unknown) => {
    await certificate.remove();
    throw error;
  });
  endpoint = `https://127.0.0.1:${server.port}`;

  return {
    armEndpoint: endpoint,
    ca: certificate.cert,
    caFile: certificate.caFile,
    controlUrl: `${endpoint}/_simulator`,
    get fleetClock() {
      return clock.text();
    },
    control,
    async close() {
      faults.remove();
      await server.close();
      await certificate.remove();
    },
  };
}

/** Whoever lives on a faster clock asks more often by ours: its limits are counted on that clock. */
const limitsClock = (clock: FleetClock) => (clock.speed > 1 ? () => clock.now() : () => performance.now());

/** Plays `delete-after-list`: what an answer has just shown is gone for the next request. */
function deleteListed({ operation, params }: Match, fleet: Fleet, faults: Faults): void {
  const lists = ['resourceGraph.query', 'managedClusters.list', 'managedClusters.listByResourceGroup'];
  if (!lists.includes(operation.name)) return;
  for (const doomed of faults.deletedAfterList()) {
    if ((params.subscription?.toLowerCase() ?? doomed.subscription) !== doomed.subscription) continue;
    const cluster = fleet.clustersOf(doomed.subscription).find((one) => clusterKey(one) === doomed.cluster);
    if (cluster) fleet.removeCluster(cluster);
  }
}
