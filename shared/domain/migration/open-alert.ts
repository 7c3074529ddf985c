import type { AlertWord } from '../alert/verdict.ts';

/** Why an alert holds things; `undefined` when none does. What is not known is not healthy. */
export function openAlert({ kind, why }: AlertWord): string | undefined {
  if (kind === 'breached') return `an alert is open: ${why}`;
  if (kind === 'unknown') return `the alerts are not known: ${why}`;
  return undefined;
}
