import type { CommandKind } from '../../../domain/migration/command.ts';
import type { MigrationView } from '../../migration-views.ts';
import { type Button, type ButtonHome, type Press, REASON } from './buttons.ts';
import { safe, type Words, words } from './safe.ts';

/** What a person can tell it to do, what each leaves, and the reason that goes with it. */
export function migrationButtons(view: MigrationView, home: ButtonHome): Button[] {
  const { id, status, ifPaused, ifRolledBack } = view;
  const press = (title: string, kind: CommandKind, style?: Press['style']): Press => ({
    kind: 'press',
    title,
    verb: 'command',
    home,
    data: { migrationId: id, kind },
    ...(style && { style }),
  });
  const paused = status === 'paused';
  const lines: Words[] = [
    paused ? 'Resume: it goes on where it stopped.' : words`Pause: ${safe(ifPaused)}`,
    words`Roll back: ${safe(ifRolledBack)}`,
  ];
  return [
    {
      kind: 'ask',
      title: paused ? 'Resume or roll back…' : 'Pause or roll back…',
      lines,
      inputs: [REASON],
      buttons: [
        paused ? press('Resume', 'resume', 'positive') : press('Pause', 'pause'),
        press('Roll back', 'roll-back', 'destructive'),
      ],
    },
  ];
}
