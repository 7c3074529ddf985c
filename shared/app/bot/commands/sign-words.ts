import type { ChatCommand } from './command.ts';
import { giveWord } from './give-word.ts';

const PLAN = '0a1b2c3d4e5f';

/** What is said of a plan that is no yes. */
export const refuse: ChatCommand = {
  name: 'refuse',
  aliases: ['reject', 'decline', 'say no'],
  usage: 'refuse PLAN as ROLE because REASON',
  example: `refuse ${PLAN} as application because the sale goes on until Monday`,
  help: 'Says no to a plan for a role that you hold: nothing of it starts while that stands.',
  who: 'role',
  run: (context, args) => giveWord(context, 'refuse', args),
};

export const abstain: ChatCommand = {
  name: 'abstain',
  aliases: ['leave it to others'],
  usage: 'abstain PLAN as ROLE because REASON',
  example: `abstain ${PLAN} as security because it was my change`,
  help: 'Neither yes nor no for a role that you hold: somebody else of the role has to decide.',
  who: 'role',
  run: (context, args) => giveWord(context, 'abstain', args),
};

export const withdraw: ChatCommand = {
  name: 'withdraw',
  aliases: ['take back'],
  usage: 'withdraw PLAN as ROLE because REASON',
  example: `withdraw ${PLAN} as platform because the target image has a new flaw`,
  help: 'Takes back what you said on a plan: it does not count any more.',
  who: 'anyone',
  run: (context, args) => giveWord(context, 'withdraw', args),
};
