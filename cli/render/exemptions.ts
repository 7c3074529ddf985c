import { fromToday } from '../../shared/app/fleet-words.ts';
import type { ExemptionView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';
import type { Format } from './format.ts';
import { type Field, records } from './records.ts';
import type { Terminal } from './terminal.ts';

export function exemptionsText(
  exemptions: readonly ExemptionView[],
  today: Day,
  format: Format,
  terminal: Terminal,
): string {
  return records(
    { title: 'Exemptions', value: exemptions, rows: exemptions, fields: fields(today), none: 'No exemptions.' },
    format,
    terminal,
  );
}

function fields(today: Day): Field<ExemptionView>[] {
  return [
    { key: 'id', title: 'ID', least: 8, text: ({ id }) => id },
    { key: 'state', title: 'STATE', least: 8, text: ({ state }) => state },
    {
      key: 'until',
      title: 'UNTIL',
      least: 10,
      most: 25,
      text: ({ until }) => `${until} (${fromToday(until, today)})`,
      bare: ({ until }) => until,
    },
    {
      key: 'ruleId',
      title: 'RULE',
      least: 8,
      text: ({ ruleId }) => (ruleId === '*' ? 'all' : ruleId),
      bare: ({ ruleId }) => ruleId,
    },
    { key: 'owner', title: 'OWNER', least: 8, text: ({ owner }) => owner },
    { key: 'scope', title: 'SCOPE', least: 14, text: ({ scope }) => scope },
    { key: 'reason', title: 'REASON', least: 14, text: ({ reason }) => reason },
  ];
}
