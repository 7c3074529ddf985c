import type { Parts } from './parts.ts';

/** Says what is due of sign-offs, each thing once. */
export async function askSignOffs(_parts: Parts): Promise<void> {}
