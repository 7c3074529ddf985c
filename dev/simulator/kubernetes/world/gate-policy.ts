import { guidOf } from '../../model/stable-hash.ts';
import type { KubeObject } from '../objects.ts';
import type { Birth } from './objects-of-workload.ts';

/** As `kubectl apply -f docs/health-gates.yaml` leaves it, for every pool: AKS waits for Image Steward. */
export const gatePolicy = ({ clusterId, at }: Birth): KubeObject => ({
  metadata: {
    name: 'image-steward',
    uid: guidOf(`${clusterId} upgradegatepolicy`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: at,
  },
  spec: {
    provider: 'image-steward.io',
    rules: [{ target: { scope: 'Cluster' }, nodeTimeout: '5m', onFailure: 'Abort' }],
  },
});
