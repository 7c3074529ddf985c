import type { CommandKind } from '../../../domain/migration/command.ts';
import { whatText } from '../../migration-words.ts';
import { list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { reasonOf } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { linkTo } from './links.ts';
import { oneMigration } from './which-migration.ts';

const EXAMPLES: Readonly<Record<CommandKind, string>> = {
  pause: 'the sale is on until noon',
  resume: 'the sale is over',
  'roll-back': 'checkout fails on the target image',
  abort: 'the window is needed for something else',
};

interface Order {
  readonly kind: CommandKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly help: string;
  /** As in `it pauses at its next pass`. */
  readonly done: string;
}

const ORDERS: readonly Order[] = [
  {
    kind: 'pause',
    name: 'pause',
    aliases: ['stop', 'halt'],
    help: 'Pauses a migration: nothing more is written, everything stays as it is.',
    done: 'pauses',
  },
  {
    kind: 'resume',
    name: 'resume',
    aliases: ['unpause'],
    help: 'Lets a paused migration go on where it stopped.',
    done: 'goes on',
  },
  {
    kind: 'roll-back',
    name: 'roll back',
    aliases: ['rollback', 'undo', 'revert', 'back out'],
    help: 'Rolls a migration back: workloads move back to the source, then what is ours is put back.',
    done: 'rolls back',
  },
  {
    kind: 'abort',
    name: 'abort',
    aliases: ['cancel'],
    help: 'Aborts a migration: what is ours on the cluster is put back, pods stay where they are.',
    done: 'aborts',
  },
];

/** `pause`, `resume`, `roll back` and `abort`. */
export const orders: readonly ChatCommand[] = ORDERS.map(({ kind, name, aliases, help, done }) => ({
  name,
  aliases,
  usage: `${name} CLUSTER[/POOL] because REASON`,
  example: `${name} shop-prod because ${EXAMPLES[kind]}`,
  help,
  who: 'operate',
  async run(context, args) {
    const { fleet, by } = context;
    const which = await oneMigration(context, args.words, args.because);
    if (which.kind === 'unclear') return which.answer;
    const reason = reasonOf(context, args);
    if (reason.kind === 'unclear') return reason.answer;
    const { id, cluster } = which.value;
    const mark = name.charAt(0).toUpperCase() + name.slice(1);
    const answer = await fleet.command(id, { kind, reason: reason.value }, by);
    if (answer.kind === 'missing')
      return no(words`There is no migration ${id} any more.`, '“status” shows what is under way.');
    if (answer.kind === 'refused') return no(answer.because, `“status ${id}” shows how it stands.`);
    if (answer.kind === 'awaits-second') return list({ mark, tone: 'warning', title: answer.says, rows: [] });
    return list({
      mark,
      tone: 'good',
      title: `Taken: ${cluster}, ${whatText(which.value)}, ${done} at its next pass`,
      intro: answer.leaves === '' ? undefined : answer.leaves,
      facts: [['Because', reason.value]],
      rows: [],
      ...linkTo(context, 'Open the migration', 'migrations', id),
    });
  },
}));
