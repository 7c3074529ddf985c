import type { Announcement } from '../../../domain/announcement.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { FindingChange } from '../../../domain/policy/change.ts';
import { compareSeverity } from '../../../domain/policy/severity.ts';
import { counted } from '../../fleet-words.ts';
import { type CardContext, clusterPath, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { nameIn } from './names.ts';
import { safe, type Words, words } from './safe.ts';
import type { Row } from './sheet.ts';

export type FindingsNews = Extract<Announcement, { readonly kind: 'findings-changed' }>;

/** News are said once, so they are not in pages: what is left out is on the dashboard. */
const MOST_ROWS = 10;

/** What a sweep found that the one before did not, the worst first, and what is gone. */
export function findingsCard({ changes, partial }: FindingsNews, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const sorted = changes.toSorted(worstFirst);
  const more = sorted.length - MOST_ROWS;
  const clusters = new Set(sorted.map(({ finding }) => finding.clusterId));
  const only = clusters.size === 1 ? sorted[0]?.finding.clusterId : undefined;
  const title = words`${countsText(changes)}${only === undefined ? words` on ${counted(clusters.size, 'cluster')}` : words` on ${nameIn(only)}`}`;
  const worst = sorted.find(({ kind }) => kind === 'new' || kind === 'worse')?.finding.severity;
  return messageOf({
    summary: title,
    mark: 'Findings changed',
    tone: worst === undefined ? 'good' : SEVERITY_TONES[worst],
    title,
    blocks: [
      ...(partial ? [PARTIAL] : []),
      { kind: 'rows', rows: sorted.slice(0, MOST_ROWS).map(changeRow) },
      ...(more > 0
        ? [{ kind: 'text', text: `${MOST_ROWS} of ${sorted.length}; the dashboard has them all.`, soft: true } as const]
        : []),
    ],
    buttons:
      only === undefined
        ? openButton(context, 'Open the dashboard')
        : openButton(context, 'Open the cluster', ...clusterPath(only)),
  });
}

export const PARTIAL = {
  kind: 'text',
  text: 'The sweep did not see everything of this subscription: what is missing here may be there all the same.',
  soft: true,
} as const;

const ORDER: readonly FindingChange['kind'][] = ['new', 'worse', 'better', 'gone'];

function worstFirst(a: FindingChange, b: FindingChange): number {
  const [first, second] = [ORDER.indexOf(a.kind), ORDER.indexOf(b.kind)];
  const bad = (place: number) => (place < 2 ? 0 : place);
  return (
    bad(first) - bad(second) ||
    compareSeverity(a.finding.severity, b.finding.severity) ||
    first - second ||
    (a.finding.id < b.finding.id ? -1 : 1)
  );
}

/** `3 new, 1 worse, 2 gone`. */
function countsText(changes: readonly FindingChange[]): Words {
  const counts = ORDER.map((kind) => ({ kind, many: changes.filter((one) => one.kind === kind).length }));
  const said = counts.filter(({ many }) => many > 0).map(({ kind, many }) => `${many} ${kind}`);
  return `Findings: ${said.join(', ')}`;
}

export const SEVERITY_TONES: Readonly<Record<FindingChange['finding']['severity'], Tone | undefined>> = {
  critical: 'attention',
  high: 'warning',
  medium: 'accent',
  low: undefined,
};

const KINDS: Readonly<Record<FindingChange['kind'], string>> = {
  new: 'New',
  worse: 'Worse',
  better: 'Better',
  gone: 'Gone',
};

function changeRow({ kind, finding, severityBefore }: FindingChange): Row {
  const { clusterId, poolId, severity, ruleId, why, deadline, nextAction, exemption } = finding;
  const where = poolId === undefined ? words`${nameIn(clusterId)}` : words`${nameIn(clusterId)}/${nameIn(poolId)}`;
  const was = severityBefore === undefined ? '' : words` (was ${severityBefore})`;
  const open = kind !== 'gone';
  return {
    title: words`${KINDS[kind]}, ${severity}${was}: ${where}`,
    tone: open && kind !== 'better' ? SEVERITY_TONES[severity] : 'good',
    lines: [
      words`${safe(why)} (${ruleId})`,
      ...(open ? [words`Next: ${safe(nextAction)}${deadline === undefined ? '' : words` By ${deadline}.`}`] : []),
      ...(exemption ? [words`Exempted until ${exemption.until}, owner ${exemption.owner}.`] : []),
    ],
  };
}
