import { samePerson } from '../../../domain/sign-off/state.ts';
import { MS_PER_DAY, startOfDay } from '../../../domain/time.ts';
import { type DelegationAnswer, type DelegationView, NewDelegation } from '../../delegation-views.ts';
import { type Answer, list, no } from '../answer.ts';
import { momentText } from '../cards/when.ts';
import { dayMeant } from '../reading/day.ts';
import { sayAgain } from '../say-again.ts';
import { usage } from './arguments.ts';
import type { Args, ChatCommand, CommandContext } from './command.ts';
import { whichRole } from './which-role.ts';

export const delegate: ChatCommand = {
  name: 'delegate',
  aliases: ['let speak', 'deputise', 'stand in'],
  usage: 'delegate ROLE to @PERSON until DATE',
  example: 'delegate platform to @Ben until 2026-12-31',
  help: 'Lets another person speak in your place for a role that you hold, until a day.',
  who: 'role',
  async run(context, args) {
    const [role, to, person, until, day, ...more] = args.words;
    const formed = to?.toLowerCase() === 'to' && until?.toLowerCase() === 'until' && more.length === 0;
    if (!formed || role === undefined || person === undefined || day === undefined) {
      return usage(context, 'I need a role, a person and a last day.');
    }
    const asked = whichRole(role, (one) => sayAgain('delegate', [one, 'to', person, 'until', day]));
    if (asked.kind === 'unclear') return asked.answer;
    const mentioned = mentionOf(args, person);
    if (!mentioned)
      return no('I need to know who that is.', 'Mention the person with @, so that their directory id is told.');
    const last = dayMeant(day);
    if (last === undefined) return no(`${day} is no day.`, 'A day is said as 2026-12-31.');
    const read = NewDelegation.safeParse({
      role: asked.value,
      to: mentioned.directoryId,
      toName: mentioned.name,
      until: last,
    });
    if (!read.success)
      return no('I need to know who that is.', 'The mention does not carry a directory id of a person.');
    const known = await knownAlready(context, read.data);
    return given(known ? { kind: 'given', delegation: known } : await context.fleet.delegate(read.data, context.by));
  },
};

/** The person of a mention, which must be the only one: names alone prove nothing. */
function mentionOf({ mentions }: Args, said: string) {
  const [, name] = /^<at>(.*)<\/at>$/iu.exec(said) ?? [];
  const [only, ...others] = mentions.filter((one) => name !== undefined && one.name.trim() === name.trim());
  return others.every(({ directoryId }) => directoryId === only?.directoryId) ? only : undefined;
}

/** A chat tells the same twice when its line was bad: that is one delegation. */
async function knownAlready(
  { parts, fleet, by }: CommandContext,
  wanted: NewDelegation,
): Promise<DelegationView | undefined> {
  const ends = (startOfDay(wanted.until) ?? 0) + MS_PER_DAY;
  const same = (await parts.delegations.list()).find(
    ({ from, to, role, ends: theirs }) =>
      samePerson(from, by) && to.id.toLowerCase() === wanted.to && role === wanted.role && theirs === ends,
  );
  if (!same || ends <= parts.clock.now()) return undefined;
  return (await fleet.delegations()).find(({ id }) => id === same.id);
}

function given(answer: DelegationAnswer): Answer {
  if (answer.kind === 'refused') return no('That was not done.', answer.because);
  const { from, to, role, ends, id } = answer.delegation;
  return list({
    mark: 'Delegated',
    tone: 'good',
    title: `${to} may speak for ${role} in the place of ${from}`,
    intro: `Until ${momentText(ends)}. It counts only while ${from} holds the role.`,
    facts: [['Id', id]],
    rows: [],
    hint: `To end it sooner: “undelegate ${id}”.`,
  });
}
