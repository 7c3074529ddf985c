import type { FreezeAnswer } from '../../freeze-views.ts';
import { type Answer, list } from '../answer.ts';
import { reasonOf, usage } from './arguments.ts';
import type { Args, ChatCommand } from './command.ts';

export const freeze: ChatCommand = {
  name: 'freeze',
  aliases: ['freeze the fleet', 'freeze fleet', 'freeze everything'],
  usage: 'freeze because REASON',
  example: 'freeze because the network team works on all regions',
  help: 'Nothing begins and nothing goes forward anywhere until it is lifted. Ways back are not held.',
  who: 'operate',
  async run(context, args) {
    if (args.words.length > 0) return usage(context, onlyAll(args));
    const reason = reasonOf(context, args);
    if (reason.kind === 'unclear') return reason.answer;
    return said(await context.fleet.freeze(reason.value, context.by));
  },
};

export const unfreeze: ChatCommand = {
  name: 'unfreeze',
  aliases: ['unfreeze the fleet', 'unfreeze fleet', 'unfreeze everything', 'thaw', 'lift the freeze', 'lift freeze'],
  usage: 'unfreeze [because REASON]',
  example: 'unfreeze because the network is well again',
  help: 'Lifts the freeze: migrations begin and go on as their plans say.',
  who: 'operate',
  async run(context, args) {
    if (args.words.length > 0) return usage(context, onlyAll(args));
    if (args.because === undefined) return said(await context.fleet.unfreeze(context.by));
    const reason = reasonOf(context, args);
    if (reason.kind === 'unclear') return reason.answer;
    return said(await context.fleet.unfreeze(context.by, reason.value));
  },
};

function onlyAll({ words: said }: Args): string {
  return `The fleet is frozen as a whole, not ${said.join(' ')} alone; one migration is paused.`;
}

const MARKS: Readonly<Record<FreezeAnswer['kind'], string>> = {
  frozen: 'Frozen',
  'frozen-already': 'Frozen already',
  lifted: 'Freeze lifted',
  'not-frozen': 'Not frozen',
};

function said({ kind, state }: FreezeAnswer): Answer {
  return list({
    mark: MARKS[kind],
    tone: state.frozen ? 'warning' : 'good',
    title: state.says,
    intro: state.frozen ? 'Nothing begins and nothing goes forward until somebody says “unfreeze”.' : undefined,
    rows: [],
  });
}
