import type { Person } from './sign-off.ts';

/** A person as records and evidence name them. */
export function personText({ id, name }: Person): string {
  return id === name ? name : `${name} (${id})`;
}
