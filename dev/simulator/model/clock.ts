import type { Instant } from '../../../shared/domain/time.ts';

/** The fleet's own time: starts where the fleet file says and runs at a chosen speed. */
export interface FleetClock {
  now(): Instant;
  /** Fleet seconds per real second. */
  readonly speed: number;
  /** Jumps ahead. */
  advance(milliseconds: number): void;
  /** `<fleet instant>@<real instant>*<speed>`: all that another process needs to follow this clock. */
  text(): string;
}

/**
 * @param startsAt fleet time at the moment of the call
 * @param speed fleet seconds per real second; 0 stands still
 * @param realNow the wall clock, in milliseconds since 1970
 */
export function fleetClock(startsAt: Instant, speed: number, realNow: () => number = Date.now): FleetClock {
  const realStart = realNow();
  let fleetStart = startsAt;
  return {
    speed,
    now: () => Math.floor(fleetStart + (realNow() - realStart) * speed),
    advance(milliseconds) {
      fleetStart += milliseconds;
    },
    text: () => `${new Date(fleetStart).toISOString()}@${new Date(realStart).toISOString()}*${speed}`,
  };
}
