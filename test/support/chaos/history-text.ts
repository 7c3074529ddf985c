import type { RunResult } from './simulation.ts';

/** A run as a person reads it: its faults, what happened to its clusters, and what it broke. */
export function historyText({ seed, faults, breaks, ends, simulation }: RunResult): string {
  const start = simulation.world.now;
  const lines = [`seed ${seed}: ${ends.join(', ')}`];
  for (const cluster of simulation.world.clusters) {
    for (const { at, by, what, subject, effect, detail } of cluster.journal) {
      const hours = ((at - start) / 3_600_000).toFixed(3);
      lines.push(`${hours} h  ${by} ${what} ${subject}${effect ? '' : ' (no effect)'}${detail ? `: ${detail}` : ''}`);
    }
  }
  for (const { at, n, kind, pick } of faults) lines.push(`fault at ${at} ${n}: ${kind} (${pick.toFixed(3)})`);
  for (const { rule, what } of breaks) lines.push(`BROKEN ${rule}: ${what}`);
  return lines.join('\n');
}
