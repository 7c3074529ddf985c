import type { Check } from '../subject.ts';

export const CHECKS: readonly Check[] = [];
