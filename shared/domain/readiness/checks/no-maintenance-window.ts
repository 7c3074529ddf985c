import { azMaintenance } from '../../policy/az-command.ts';
import { MS_PER_DAY } from '../../time.ts';
import { clusterRef, type NewFinding, unknownFinding } from '../finding.ts';
import type { Check, ReadinessSubject } from '../subject.ts';
import { windowOutlook } from '../window-outlook.ts';

/** Work may start in a window only; without one, or with one that stays closed for long, it starts late or at a bad time. */
export const noMaintenanceWindow: Check = {
  id: 'no-maintenance-window',

  judge(subject) {
    const window = subject.window ?? windowOutlook(subject.cluster, subject.now);
    switch (window.kind) {
      case 'open':
        return [];
      case 'none':
        return [missing(subject)];
      case 'unknown':
        return [notRead(subject, window.why)];
      case 'never-opens':
        return [
          {
            level: 'blocks',
            object: { kind: 'MaintenanceConfiguration', name: window.name },
            what: `The maintenance window never opens: ${window.why}.`,
            remedy: 'Mend the schedule or its excluded dates.',
          },
        ];
      case 'opens':
        return closedTooLong(subject, window.name, window.at);
    }
  },
};

function closedTooLong({ now, limits }: ReadinessSubject, name: string, at: number): NewFinding[] {
  const days = (at - now) / MS_PER_DAY;
  if (days <= limits.closedDays) return [];
  return [
    {
      level: 'warns',
      object: { kind: 'MaintenanceConfiguration', name },
      what: `The maintenance window stays closed until ${new Date(at).toISOString().slice(0, 16)}Z.`,
      arithmetic: `closed for ${days.toFixed(1)} days > ${limits.closedDays} days`,
      remedy: 'Give the window a shorter rhythm, or agree on a date outside it.',
    },
  ];
}

function missing(subject: ReadinessSubject): NewFinding {
  return {
    level: 'warns',
    object: clusterRef(subject),
    what: 'The cluster has no maintenance window: nobody said when nodes may be replaced.',
    arithmetic: 'maintenance configurations 0',
    remedy: `Set a window of four hours or more: ${azMaintenance('add', subject.cluster, 'aksManagedNodeOSUpgradeSchedule', '--schedule-type Weekly --day-of-week Saturday --interval-weeks 1 --duration 4 --start-time 22:00')}`,
  };
}

function notRead(subject: ReadinessSubject, why: string): NewFinding {
  return unknownFinding(
    clusterRef(subject),
    `When work may start is not known: ${why}.`,
    'Sweep the subscription again.',
  );
}
