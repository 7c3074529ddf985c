import { list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { momentText } from '../cards/when.ts';
import { nearest } from '../reading/near.ts';
import { sayAgain } from '../say-again.ts';
import { nearAnswer, usage } from './arguments.ts';
import type { ChatCommand } from './command.ts';

const STATES = { 'in-force': 'counts now', 'to-come': 'to come', ended: 'ended' } as const;

export const delegations: ChatCommand = {
  name: 'delegations',
  aliases: ['who speaks for whom', 'deputies', 'stand ins'],
  usage: 'delegations',
  example: 'delegations',
  help: 'Who may speak in whose place, and until when.',
  who: 'anyone',
  async run({ fleet }) {
    const all = await fleet.delegations();
    return list({
      mark: 'Delegations',
      title: all.length === 0 ? 'Nobody speaks in the place of another' : 'Who speaks in whose place',
      rows: all.map(({ id, from, to, role, ends, state }) => ({
        title: `${to} for ${from}, as ${role}`,
        lines: [`Until ${momentText(ends)}, ${STATES[state]}.`, id],
      })),
      hint: 'To give one: “delegate ROLE to @PERSON until DATE”.',
    });
  },
};

export const undelegate: ChatCommand = {
  name: 'undelegate',
  aliases: ['end delegation', 'revoke delegation'],
  usage: 'undelegate ID',
  example: 'undelegate delegation-1a2b3c',
  help: 'Ends a delegation now. Said by who gave it, by who has it, or by an operator.',
  who: 'anyone',
  async run(context, { words: said }) {
    const [id, ...more] = said;
    if (id === undefined || more.length > 0) return usage(context, 'Which delegation?');
    const answer = await context.fleet.endDelegation(id, context.by);
    switch (answer.kind) {
      case 'ended':
        return list({ mark: 'Delegation ended', tone: 'good', title: words`${id} does not count any more`, rows: [] });
      case 'refused':
        return no('That was not done.', answer.because);
      case 'missing': {
        const known = (await context.fleet.delegations()).map((one) => one.id);
        const near = nearest(id, known).map((one) => sayAgain('undelegate', [one]));
        return nearAnswer(`There is no delegation ${id}.`, near, '“delegations” shows them.');
      }
    }
  },
};
