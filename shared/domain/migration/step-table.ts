import type { Direction, Route } from './route.ts';

/** What a person is told of a step, and what stays behind when it is left: written down before it is needed. */
export interface StepWords {
  /** What happens in it. */
  readonly does: string;
  /** What `pause` leaves. */
  readonly ifPaused: string;
  /** What `abort` leaves. */
  readonly ifAborted: string;
  /** What `roll-back` does from here. */
  readonly ifRolledBack: string;
}

const NOTHING_YET = {
  ifPaused: 'Nothing was changed; it waits.',
  ifAborted: 'Nothing was changed, and nothing will be.',
  ifRolledBack: 'Nothing was changed: it ends.',
} as const;

const WAY_BACK = {
  ifPaused: 'The way back stops here: pods stay where they are now, on source and target.',
  ifAborted: 'Our taints and cordons are lifted, scaling is put back, and pods stay where they are.',
  ifRolledBack: 'It is on the way back already.',
} as const;

const AFTER_DRAIN = {
  ifAborted: 'The source is opened to pods again, scaling is put back, and pods stay on the target.',
  ifRolledBack: 'The source is opened, the target closed, and pods move back under their budgets.',
} as const;

const AKS_WORKS = {
  ifPaused: 'What AKS has begun it goes on with; nothing more is asked of it.',
  ifAborted: 'AKS is asked to stop; nodes that are replaced already stay so, and the settings are put back.',
  ifRolledBack: 'AKS is asked to stop, and to take the pool back to the version before.',
} as const;

const AKS_BACK = {
  ifPaused: 'What AKS has begun it goes on with; nothing more is asked of it.',
  ifAborted:
    'What AKS has begun it finishes; the settings are put back, and nodes stay on the image that they have then.',
  ifRolledBack: 'It is on the way back already.',
} as const;

/** Every step of every route. The name is the step's file in `steps/`. */
export const STEPS = {
  check: { does: 'Looks at cluster, pool, quota and health before anything is changed.', ...NOTHING_YET },

  'create-target': {
    does: 'Makes the target pool like the source, but for its image.',
    ifPaused: 'The target pool stays, empty.',
    ifAborted: 'The target pool stays, empty; delete it when it is not wanted.',
    ifRolledBack: 'Nothing has moved: the target pool is deleted when that was asked for, else it stays, empty.',
  },
  'await-target': {
    does: 'Waits until the target’s nodes are Ready on the target image and its DaemonSets are healthy.',
    ifPaused: 'The target pool stays, empty.',
    ifAborted: 'The target pool stays, empty; delete it when it is not wanted.',
    ifRolledBack: 'Nothing has moved: the target pool is deleted when that was asked for, else it stays, empty.',
  },
  'guard-autoscaler': {
    does: 'Holds the source’s autoscaler still and sizes the target, and remembers both settings.',
    ifPaused: 'The source keeps its number of nodes; its autoscaler is off.',
    ifAborted: 'The autoscalers are put back; the target pool stays.',
    ifRolledBack: 'The autoscalers are put back.',
  },
  'taint-source': {
    does: 'Taints the source’s nodes, so that no new pod is placed on them.',
    ifPaused: 'The source takes no new pods; those on it stay.',
    ifAborted: 'Our taints are lifted and the autoscalers put back.',
    ifRolledBack: 'Our taints are lifted, and what had started on the target moves back.',
  },
  'pre-position': {
    does: 'Adds one or two replicas where that helps, so that some run on the target before the first eviction.',
    ifPaused: 'The added replicas stay.',
    ifAborted: 'Replicas are put back and our taints lifted.',
    ifRolledBack: 'Our taints are lifted, pods move back, and replicas are put back.',
  },
  'cordon-source': {
    does: 'Cordons the source’s nodes.',
    ifPaused: 'The source is closed to new pods; those on it stay.',
    ifAborted: 'Our cordons and taints are lifted, and scaling is put back.',
    ifRolledBack: 'The source is opened, and what runs on the target moves back.',
  },
  'drain-source': {
    does: 'Empties the source node by node through the Eviction API, the least critical nodes first.',
    ifPaused: 'No more pod is evicted; pods on their way out finish; the source stays closed.',
    ...AFTER_DRAIN,
  },
  validate: {
    does: 'Checks that everything that ran runs again, on the target image.',
    ifPaused: 'The source stays closed and empty, ready for a rollback.',
    ...AFTER_DRAIN,
  },
  hold: {
    does: 'Keeps the emptied source, so that a rollback needs no new capacity.',
    ifPaused: 'The source is kept for as long as the pause lasts.',
    ifAborted:
      'What is left of the source is opened to pods again, its autoscaler is put back, and pods stay on the target.',
    ifRolledBack: AFTER_DRAIN.ifRolledBack,
  },
  'delete-source': {
    does: 'Deletes the source’s machines and then the pool, after a last look for anything that runs on it.',
    ifPaused: 'What is deleted is gone; the rest of the source stays, closed.',
    ifAborted: 'What is left of the source is opened to pods again; scaling is put back.',
    ifRolledBack: 'Possible while source nodes are left: they are opened, and pods move back as far as there is room.',
  },
  'put-back': {
    does: 'Puts replicas and autoscalers back as they were found.',
    ifPaused: 'Added replicas stay, and the target’s autoscaler stays as it is now.',
    ifAborted: 'Replicas and autoscalers are put back all the same: that is all that is left.',
    ifRolledBack: 'The source pool is gone: going back is another migration.',
  },
  'validate-after': {
    does: 'Checks once more that workloads, DaemonSets and nodes are healthy without the source.',
    ifPaused: 'Nothing is open.',
    ifAborted: 'Nothing is open: the watch ends early.',
    ifRolledBack: 'The source pool is gone: going back is another migration.',
  },

  'set-upgrade-settings': {
    does: 'Sets surge, drain timeout, soak and the handling of nodes that cannot be drained, in one call.',
    ifPaused: 'The pool keeps the settings of the upgrade.',
    ifAborted: 'The pool’s own settings are put back.',
    ifRolledBack: 'The pool’s own settings are put back.',
  },
  'upgrade-image': { does: 'Asks AKS to bring the pool to its target image.', ...AKS_WORKS },
  'follow-upgrade': {
    does: 'Follows AKS node by node until every node’s own label shows the target and it is Ready.',
    ...AKS_WORKS,
  },
  'put-back-settings': {
    does: 'Puts the pool’s upgrade settings back as they were found.',
    ifPaused: 'The pool keeps the settings of the upgrade.',
    ifAborted: 'The settings are put back all the same.',
    ifRolledBack: 'The settings are put back, and AKS is asked to take the pool back to the version before.',
  },

  'upgrade-control-plane': {
    does: 'Asks AKS for the next minor version of the control plane.',
    ifPaused: 'What AKS has begun it finishes; the next minor version is not asked for.',
    ifAborted: 'What AKS has begun it finishes; a control plane does not go back.',
    ifRolledBack: 'A control plane does not go back.',
  },
  'follow-control-plane': {
    does: 'Follows AKS until the control plane runs the version and answers.',
    ifPaused: 'What AKS has begun it finishes; the next minor version is not asked for.',
    ifAborted: 'What AKS has begun it finishes; a control plane does not go back.',
    ifRolledBack: 'A control plane does not go back.',
  },

  watch: {
    does: 'Watches for 24 hours.',
    ifPaused: 'Nothing is open.',
    ifAborted: 'Nothing is open: the watch ends early.',
    ifRolledBack: 'As far as there is a way back: see the viability clock.',
  },
  close: {
    does: 'Writes the summary and ends.',
    ifPaused: 'Nothing is open.',
    ifAborted: 'It ends.',
    ifRolledBack: 'It has ended.',
  },

  'stop-upgrade': { does: 'Asks AKS to stop its upgrade where it is.', ...AKS_BACK },
  'restore-version': { does: 'Asks AKS to take the pool back to the version before.', ...AKS_BACK },
  'follow-restore': { does: 'Follows AKS until every node shows the version before and is Ready.', ...AKS_BACK },
  'refill-source': { does: 'Gives the source back the nodes that it gave up during the hold.', ...WAY_BACK },
  'reopen-source': { does: 'Lifts our taints and cordons from the source, and nobody else’s.', ...WAY_BACK },
  'close-target': { does: 'Cordons the target’s nodes and holds its autoscaler still.', ...WAY_BACK },
  'drain-target': { does: 'Moves workloads back node by node, under the same budgets.', ...WAY_BACK },
  'validate-back': { does: 'Checks that everything that ran runs again on the source.', ...WAY_BACK },
  'remove-target': {
    does: 'Deletes the target pool when that was asked for and nothing runs on it; else opens it to pods again.',
    ...WAY_BACK,
  },
} as const satisfies Readonly<Record<string, StepWords>>;

export type StepName = keyof typeof STEPS;

export const STEP_NAMES = Object.keys(STEPS) as readonly StepName[];

/** The steps of each route and direction, in order. A step with nothing to do is done at once, and says so. */
export const ROUTES: Readonly<Record<Route, Readonly<Record<Direction, readonly StepName[]>>>> = {
  'pool-replacement': {
    forward: [
      'check',
      'create-target',
      'await-target',
      'guard-autoscaler',
      'taint-source',
      'pre-position',
      'cordon-source',
      'drain-source',
      'validate',
      'hold',
      'delete-source',
      'put-back',
      'validate-after',
      'watch',
      'close',
    ],
    back: [
      'refill-source',
      'reopen-source',
      'close-target',
      'drain-target',
      'put-back',
      'validate-back',
      'remove-target',
      'close',
    ],
    aside: ['reopen-source', 'put-back', 'close'],
  },
  'in-place': {
    forward: [
      'check',
      'set-upgrade-settings',
      'upgrade-image',
      'follow-upgrade',
      'put-back-settings',
      'validate-after',
      'watch',
      'close',
    ],
    back: ['stop-upgrade', 'restore-version', 'follow-restore', 'put-back-settings', 'validate-back', 'close'],
    aside: ['stop-upgrade', 'put-back-settings', 'close'],
  },
  'control-plane': {
    forward: ['check', 'upgrade-control-plane', 'follow-control-plane', 'validate-after', 'watch', 'close'],
    back: ['close'],
    aside: ['close'],
  },
};

/** In these nothing is changed any more that the cluster's next migration would meet: it may begin. */
export const LETS_CLUSTER_GO: ReadonlySet<StepName> = new Set(['hold', 'watch', 'close']);
