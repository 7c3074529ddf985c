import { dayOf } from '../../../domain/time.ts';
import { counted, due, partialSentence } from '../../fleet-words.ts';
import type { FindingsPage, FindingView } from '../../views.ts';
import { type Answer, list, no } from '../answer.ts';
import { clusterPath } from '../cards/context.ts';
import type { Tone } from '../cards/elements.ts';
import type { Row } from '../cards/sheet.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { againWith, type ClusterMeant, whichCluster } from './which-cluster.ts';

/** As many as somebody would turn pages for in a chat. */
const MOST = 200;

export const findings: ChatCommand = {
  name: 'findings',
  aliases: ['finding', 'issues', 'problems', 'list findings'],
  usage: 'findings [CLUSTER[/POOL]]',
  example: 'findings shop-prod',
  help: 'What is wrong with a cluster or in the whole fleet, the worst first, and what to do.',
  who: 'anyone',
  async run(context, { words }) {
    const [name, ...more] = subjects(words);
    if (more.length > 0) return usage(context, 'I can show one cluster at a time.');
    if (name === undefined) return answer(context, await context.fleet.findings({ limit: MOST }), undefined);
    const which = await whichCluster(context, name, againWith(context, []));
    if (which.kind === 'unclear') return which.answer;
    const { cluster } = which.value;
    return answer(context, await context.fleet.findings({ cluster: cluster.id, limit: MOST }), which.value);
  },
};

function answer(context: CommandContext, page: FindingsPage | undefined, meant: ClusterMeant | undefined): Answer {
  if (!page) return no('Nothing was swept yet.', 'The first sweep runs by itself; look again in an hour.');
  const { cluster, pool } = meant ?? {};
  const today = dayOf(context.parts.clock.now());
  const shown = page.findings.filter((one) => pool === undefined || one.pool?.toLowerCase() === pool);
  const total = pool === undefined ? page.total : shown.length;
  const partial = partialSentence(page.coverage);
  const where = cluster ? ` on ${cluster.name}${pool === undefined ? '' : `/${pool}`}` : '';
  return list({
    mark: 'Findings',
    tone: shown[0] ? TONES[shown[0].severity] : partial ? 'warning' : 'good',
    title: `${total === 0 ? 'No findings' : counted(total, 'finding')}${where}`,
    intro: partial ?? (total === 0 ? undefined : 'The worst first.'),
    rows: shown.map((one) => rowOf(one, today)),
    total,
    ...(cluster
      ? linkTo(context, 'Open the cluster', ...clusterPath(cluster.id))
      : linkTo(context, 'Open the fleet', '')),
  });
}

const TONES: Readonly<Record<FindingView['severity'], Tone | undefined>> = {
  critical: 'attention',
  high: 'warning',
  medium: 'warning',
  low: undefined,
};

function rowOf(
  { severity, ruleId, cluster, pool, deadline, why, nextAction, exemption }: FindingView,
  today: string,
): Row {
  const subject = pool === undefined ? cluster : `${cluster}/${pool}`;
  return {
    title: `${severity.toUpperCase()}${exemption ? ' (exempted)' : ''} ${ruleId}: ${subject}`,
    lines: [
      why,
      ...(deadline === undefined ? [] : [`Due ${due(deadline, today)}.`]),
      `Next: ${nextAction}`,
      ...(exemption ? [`Exempted until ${exemption.until} by ${exemption.owner}: ${exemption.reason}.`] : []),
    ],
    tone: exemption ? undefined : TONES[severity],
  };
}
