import { imagine } from '../../domain/migration/imagine.ts';
import { ruleOf } from '../../domain/migration/steps/index.ts';
import { summarize } from '../../domain/migration/summary.ts';
import { admissionOf } from '../admission.ts';
import { drainNode } from '../drain-node.ts';
import type { Engine } from './engine.ts';

/** What passes ask in earnest. */
export const ENGINE: Engine = {
  ruleOf,
  admission: (parts, migration) => admissionOf(parts, migration),
  drainNode,
  imagine,
  summarize,
};
