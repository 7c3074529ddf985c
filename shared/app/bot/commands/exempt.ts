import { RULE_IDS, type RuleId } from '../../../domain/policy/finding.ts';
import { personText } from '../../../domain/sign-off/person-text.ts';
import type { ExemptionView } from '../../views.ts';
import { NewExemption } from '../../views.ts';
import { type Answer, list, no } from '../answer.ts';
import { dayMeant } from '../reading/day.ts';
import { CONTROL_PLANE } from '../reading/find-cluster.ts';
import { nearest } from '../reading/near.ts';
import { sayAgain } from '../say-again.ts';
import { nearAnswer, reasonOf, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { whichCluster } from './which-cluster.ts';

export const exempt: ChatCommand = {
  name: 'exempt',
  aliases: ['except', 'exemption', 'waive'],
  usage: 'exempt CLUSTER[/POOL] RULE until DATE because REASON',
  example: 'exempt shop-prod image-too-old until 2026-12-31 because frozen for the quarter end',
  help: 'A dated exception that you answer for: the finding is marked, and still shown.',
  who: 'operate',
  async run(context, args) {
    const { because } = args;
    const said = args.words.filter((word) => !['for', 'from', 'rule', 'the'].includes(word.toLowerCase()));
    const [name, rule, until, day, ...more] = said;
    if (
      name === undefined ||
      rule === undefined ||
      day === undefined ||
      until?.toLowerCase() !== 'until' ||
      more.length > 0
    ) {
      return usage(context, 'I need a cluster, a rule, a last day and a reason.');
    }
    const again = (change: { readonly cluster?: string; readonly rule?: string }) =>
      sayAgain('exempt', [change.cluster ?? name, change.rule ?? rule, 'until', day], because);
    const ruleId = ruleMeant(rule);
    if (ruleId === undefined) {
      const near = nearest(rule, RULE_IDS).map((one) => again({ rule: one }));
      return nearAnswer(`There is no rule ${rule}.`, near, `Rules: ${RULE_IDS.join(', ')}, or * for all.`);
    }
    const which = await whichCluster(context, name, (word) => again({ cluster: word }));
    if (which.kind === 'unclear') return which.answer;
    const last = dayMeant(day);
    if (last === undefined) return no(`${day} is no day.`, 'A day is said as 2026-12-31.');
    const reason = reasonOf(context, args);
    if (reason.kind === 'unclear') return reason.answer;
    const { cluster, pool } = which.value;
    if (pool === CONTROL_PLANE) return no('A control plane has no findings of its own.', 'Exempt the cluster instead.');
    const scope = pool === undefined ? cluster.id : `${cluster.id}/agentpools/${pool}`;
    return add(context, { scope, ruleId, owner: context.by.name, reason: reason.value, until: last });
  },
};

function ruleMeant(said: string): RuleId | '*' | undefined {
  const text = said.toLowerCase();
  return ['*', 'all', 'every', 'everything'].includes(text) ? '*' : RULE_IDS.find((id) => id === text);
}

async function add(context: CommandContext, wanted: NewExemption): Promise<Answer> {
  const { fleet, by } = context;
  const read = NewExemption.safeParse(wanted);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = String(issue?.path[0] ?? 'exemption');
    return no(
      `The ${field} cannot be used: ${issue?.message ?? 'another form is expected'}.`,
      `It is said like this: “${context.command.example}”.`,
    );
  }
  const who = personText(by);
  // A chat tells the same twice when its line was bad: that is one exemption.
  const known = (await fleet.exemptions()).find((one) => isSame(one, read.data, who));
  return taken(context, known ?? (await fleet.exempt(read.data, who)));
}

function isSame(one: ExemptionView, { scope, ruleId, reason, until }: NewExemption, who: string): boolean {
  return (
    one.state !== 'ended' &&
    one.scope === scope.toLowerCase() &&
    one.ruleId === ruleId &&
    one.reason === reason &&
    one.until === until &&
    one.createdBy === who
  );
}

function taken({ by }: CommandContext, { id, scope, ruleId, until, reason }: ExemptionView): Answer {
  const what = scope
    .split('/')
    .slice(8)
    .filter((part) => part !== 'agentpools')
    .join('/');
  return list({
    mark: 'Exempted',
    tone: 'good',
    title: `${what} is exempted from ${ruleId === '*' ? 'every rule' : ruleId} until ${until}`,
    intro: 'The finding is still shown, and marked. Two weeks before the end it is told.',
    facts: [
      ['Owner', by.name],
      ['Because', reason],
      ['Id', id],
    ],
    rows: [],
  });
}
