import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** At the real moment `realAt` the fleet's clock says `fleetAt`; from there it runs `speed` times as fast. */
export interface FleetTime {
  readonly fleetAt: Instant;
  readonly realAt: Instant;
  readonly speed: number;
}

/** A fleet's own time, for a local stack: starts where it says and runs as fast as it says. */
export function fleetClock({ fleetAt, realAt, speed }: FleetTime, real: Clock = systemClock): Clock {
  return { now: () => Math.round(fleetAt + (real.now() - realAt) * speed) };
}

/** The real moment at which the fleet's clock says `at`: for whoever waits outside, on a clock of its own. */
export function realMoment({ fleetAt, realAt, speed }: FleetTime): (at: Instant) => Instant {
  return (at) => Math.round(realAt + (at - fleetAt) / speed);
}
