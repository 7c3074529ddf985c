import type { Instant } from '../domain/time.ts';

/** At the real moment `realAt` the fleet's clock says `fleetAt`; from there it runs `speed` times as fast. */
export interface FleetClock {
  readonly fleetAt: Instant;
  readonly realAt: Instant;
  readonly speed: number;
}

const FORM = /^(?<fleet>[^@*]+)@(?<real>[^@*]+)\*(?<speed>\d{1,6}(\.\d{1,3})?)$/;
const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

/**
 * Reads `FLEET-INSTANT@REAL-INSTANT*SPEED`, both instants in ISO 8601 with `Z`.
 *
 *     parseFleetClock('2026-11-20T08:00:00Z@2026-11-21T09:30:00Z*60')  // a minute there for each second here
 *
 * @returns `undefined` when the text has another form or names a day that does not exist.
 */
export function parseFleetClock(text: string): FleetClock | undefined {
  const parts = FORM.exec(text)?.groups;
  if (!parts?.['fleet'] || !parts['real'] || !ISO_UTC.test(parts['fleet']) || !ISO_UTC.test(parts['real'])) {
    return undefined;
  }
  const clock = {
    fleetAt: Date.parse(parts['fleet']),
    realAt: Date.parse(parts['real']),
    speed: Number(parts['speed']),
  };
  return Number.isNaN(clock.fleetAt) || Number.isNaN(clock.realAt) ? undefined : clock;
}
