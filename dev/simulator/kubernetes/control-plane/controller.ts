import type { StoreEvent } from '../store/store.ts';

/** One part of the control plane: looks again at a thing whenever something that it leans on has changed. */
export interface Controller {
  readonly name: string;
  /** Keys of the things to look at after a change. */
  concerns(event: StoreEvent): readonly string[];
  /** Brings one thing nearer to what is wanted; safe to repeat. */
  reconcile(key: string): void;
}

/** How soon the control plane follows a change, in milliseconds. */
export const REACTION_MILLISECONDS = 20;

export function splitKey(key: string): { namespace: string; name: string } {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}
