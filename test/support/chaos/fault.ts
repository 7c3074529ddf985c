/** What can go wrong, and where. A fault has a place, so that a history is a list of faults and can be replayed. */

/** At a call of a port. */
export type CallFaultKind =
  /** The process dies; the call was not made, or was made and nobody hears of it. */
  | 'crash-before'
  | 'crash-after'
  /** 5xx: nothing happened, or it happened and the reply was lost. */
  | 'failure'
  | 'lost-reply'
  | 'throttled'
  | 'busy'
  | 'changed'
  | 'refused'
  | 'webhook'
  | 'not-seen'
  /** Another process handles a message, or a person acts, before this call goes on. */
  | 'meanwhile'
  /** The process hangs, others take over for up to hours, and then it goes on as if nothing had been. */
  | 'freeze'
  /** The call takes minutes. */
  | 'stall';

/** Between two things that the app does. */
export const TURN_FAULT_KINDS = [
  'duplicate',
  'delay',
  'lose-messages',
  'kill-node',
  'replace-node',
  'autoscale',
  'cordon',
  'uncordon',
  'taint',
  'scale',
  'set-scaling',
  'set-upgrade-settings',
  'pool-operation',
  'delete-pool',
  'stop-cluster',
  'tighten-budget',
  'hold-pods',
  'quota-gone',
  'upgrade-lies',
  'alert',
  'command',
  'withdraw-sign-off',
  'spoil-record',
  'skew',
] as const;
/** `freeze-fleet`: somebody freezes the fleet, or lifts that; drawn at a rate of its own. */
export type TurnFaultKind = (typeof TURN_FAULT_KINDS)[number] | 'freeze-fleet';

export interface CallFault {
  readonly at: 'call';
  /** Number of the call, from 1. */
  readonly n: number;
  readonly kind: CallFaultKind;
  /** At least 0 and less than 1: chooses among what the fault can be about. */
  readonly pick: number;
}

export interface TurnFault {
  readonly at: 'turn';
  readonly n: number;
  readonly kind: TurnFaultKind;
  readonly pick: number;
}

export type Fault = CallFault | TurnFault;

/** - `look`: reads the world. - `write`: changes it. - `read`, `save`: our own stores. - `send`: the queue. */
export type CallSort = 'look' | 'write' | 'evict' | 'read' | 'save' | 'send';

export interface CallInfo {
  readonly n: number;
  readonly port: string;
  readonly method: string;
  readonly sort: CallSort;
  readonly args: readonly unknown[];
}

/** Where faults come from: a seed, a list, or a rule. */
export interface FaultSource {
  atCall(call: CallInfo): CallFault | undefined;
  atTurn(n: number): TurnFault | undefined;
}

export const NO_FAULTS: FaultSource = { atCall: () => undefined, atTurn: () => undefined };
