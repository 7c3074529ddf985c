import type { ClusterRule, PoolRule } from '../subject.ts';
import { contradictingChannels } from './contradicting-channels.ts';
import { imageBehindLatest } from './image-behind-latest.ts';
import { imageKnownBad } from './image-known-bad.ts';
import { imageNotApproved } from './image-not-approved.ts';
import { imageOutsideSupport } from './image-outside-support.ts';
import { imageTooOld } from './image-too-old.ts';
import { imagesRemoved } from './images-removed.ts';
import { imagesRemovedSoon } from './images-removed-soon.ts';
import { kubernetesOutOfSupport } from './kubernetes-out-of-support.ts';
import { mixedImages } from './mixed-images.ts';
import { noMaintenanceWindow } from './no-maintenance-window.ts';
import { noPatchChannel } from './no-patch-channel.ts';
import { osSkuBlocksKubernetes } from './os-sku-blocks-kubernetes.ts';
import { poolFailed } from './pool-failed.ts';
import { supportEnded } from './support-ended.ts';
import { supportEndsSoon } from './support-ends-soon.ts';

export const POOL_RULES: readonly PoolRule[] = [
  imageTooOld,
  imageBehindLatest,
  imageOutsideSupport,
  supportEnded,
  supportEndsSoon,
  imagesRemoved,
  imagesRemovedSoon,
  osSkuBlocksKubernetes,
  imageNotApproved,
  imageKnownBad,
  poolFailed,
  mixedImages,
];

export const CLUSTER_RULES: readonly ClusterRule[] = [
  kubernetesOutOfSupport,
  noPatchChannel,
  contradictingChannels,
  noMaintenanceWindow,
];
