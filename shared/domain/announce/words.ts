import type { PlannedWindow } from '../plan/migration-plan.ts';
import { momentText } from '../time.ts';
import type { Round, WorkWord } from './round.ts';

/** One sentence on top of what is said. */
export function titleOf(what: WorkWord, { cluster, window }: Round['work'], before?: PlannedWindow): string {
  const when = momentText(window.opens);
  switch (what) {
    case 'announce':
      return `${cluster} gets new node images from ${when} on: please look at what leans on its pools and test it.`;
    case 'findings-and-runbook':
      return `Findings and runbook for the work on ${cluster} from ${when} on.`;
    case 'sign-off-and-lock':
      return `Please sign the plan for ${cluster}, and change nothing that it rests on until ${when}.`;
    case 'day-of':
      return `The window for ${cluster} opens at ${when}.`;
    case 'retro':
      return `The work on ${cluster} is over: what went well, and what should be done otherwise next time?`;
    case 'moved':
      return `The work on ${cluster} moved from ${before ? momentText(before.opens) : 'its date'} to ${when}.`;
    case 'called-off':
      return `The work on ${cluster} at ${when} is called off.`;
  }
}
