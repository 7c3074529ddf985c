import { answer } from './answer.ts';
import { approve } from './approve.ts';
import { calendar } from './calendar.ts';
import type { ChatCommand } from './command.ts';
import { cost } from './cost.ts';
import { delegate } from './delegate.ts';
import { delegations, undelegate } from './delegations.ts';
import { exempt } from './exempt.ts';
import { findings } from './findings.ts';
import { fleet } from './fleet.ts';
import { freeze, unfreeze } from './freeze.ts';
import { help } from './help.ts';
import { hold } from './hold.ts';
import { listen, listening, plain } from './listen.ts';
import { orders } from './orders.ts';
import { plan } from './plan.ts';
import { plans } from './plans.ts';
import { retiring } from './retiring.ts';
import { abstain, refuse, withdraw } from './sign-words.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { why } from './why.ts';

/** All that can be said, in the order in which help shows it. */
export const COMMANDS: readonly ChatCommand[] = [
  fleet,
  retiring,
  findings,
  plan,
  plans,
  calendar,
  cost,
  status,
  why,
  approve,
  refuse,
  abstain,
  withdraw,
  start,
  ...orders,
  answer,
  hold,
  exempt,
  freeze,
  unfreeze,
  delegate,
  delegations,
  undelegate,
  listen,
  listening,
  plain,
  help,
];
