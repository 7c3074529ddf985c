import { numberAt } from '../world/random.ts';
import {
  type CallFault,
  type CallFaultKind,
  type CallSort,
  type Fault,
  type FaultSource,
  TURN_FAULT_KINDS,
  type TurnFault,
} from './fault.ts';

/** What can happen to each sort of call; the same kind twice is twice as likely. */
const CALL_KINDS: Readonly<Record<CallSort, readonly CallFaultKind[]>> = {
  look: ['crash-before', 'crash-after', 'failure', 'not-seen', 'not-seen', 'meanwhile', 'freeze', 'stall'],
  write: [
    'crash-before',
    'crash-after',
    'crash-after',
    'failure',
    'lost-reply',
    'lost-reply',
    'throttled',
    'busy',
    'changed',
    'refused',
    'meanwhile',
    'freeze',
  ],
  evict: ['crash-before', 'crash-after', 'failure', 'lost-reply', 'busy', 'webhook', 'refused', 'meanwhile', 'freeze'],
  read: ['crash-before', 'crash-after', 'failure', 'meanwhile', 'freeze', 'stall'],
  save: ['crash-before', 'crash-after', 'failure', 'lost-reply', 'meanwhile', 'freeze'],
  send: ['crash-before', 'crash-after', 'failure', 'lost-reply'],
};

const CALL = 1;
const CALL_KIND = 2;
const CALL_PICK = 3;
const TURN = 4;
const TURN_KIND = 5;
const TURN_PICK = 6;
const FREEZE = 7;
const COMMAND = 8;
const FROZEN = 9;

export interface FaultRates {
  /** Of calls that only read, of writes and saves, and of turns. */
  readonly reads: number;
  readonly writes: number;
  readonly turns: number;
  /** Writes at which a process freezes, and turns at which somebody says something, beyond these. */
  readonly freezes?: number;
  readonly commands?: number;
  /** Turns at which somebody freezes the fleet, or lifts that. */
  readonly frozen?: number;
}

/** Faults by a seed: the same place has the same fault in every run of it. */
export function seededFaults(seed: number, rates: FaultRates): FaultSource {
  return {
    atCall({ n, sort }) {
      if (sort === 'write' && numberAt(seed, FREEZE, n) < (rates.freezes ?? 0)) {
        return { at: 'call', n, kind: 'freeze', pick: numberAt(seed, CALL_PICK, n) };
      }
      const rate = sort === 'look' || sort === 'read' ? rates.reads : rates.writes;
      if (numberAt(seed, CALL, n) >= rate) return undefined;
      const kinds = CALL_KINDS[sort];
      const kind = kinds[Math.floor(numberAt(seed, CALL_KIND, n) * kinds.length)] ?? 'failure';
      return { at: 'call', n, kind, pick: numberAt(seed, CALL_PICK, n) };
    },
    atTurn(n) {
      if (numberAt(seed, COMMAND, n) < (rates.commands ?? 0)) {
        return { at: 'turn', n, kind: 'command', pick: numberAt(seed, TURN_PICK, n) };
      }
      if (numberAt(seed, FROZEN, n) < (rates.frozen ?? 0)) {
        return { at: 'turn', n, kind: 'freeze-fleet', pick: numberAt(seed, TURN_PICK, n) };
      }
      if (numberAt(seed, TURN, n) >= rates.turns) return undefined;
      const kind = TURN_FAULT_KINDS[Math.floor(numberAt(seed, TURN_KIND, n) * TURN_FAULT_KINDS.length)] ?? 'command';
      return { at: 'turn', n, kind, pick: numberAt(seed, TURN_PICK, n) };
    },
  };
}

/** These and no others. */
export function listedFaults(faults: readonly Fault[]): FaultSource {
  const calls = new Map<number, CallFault>();
  const turns = new Map<number, TurnFault>();
  for (const fault of faults) {
    if (fault.at === 'call') calls.set(fault.n, fault);
    else turns.set(fault.n, fault);
  }
  return { atCall: ({ n }) => calls.get(n), atTurn: (n) => turns.get(n) };
}

/** What was drawn is written down. */
export function recorded(source: FaultSource, into: Fault[]): FaultSource {
  const keep = <T extends Fault>(fault: T | undefined): T | undefined => {
    if (fault) into.push(fault);
    return fault;
  };
  return { atCall: (call) => keep(source.atCall(call)), atTurn: (n) => keep(source.atTurn(n)) };
}
