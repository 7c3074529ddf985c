import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('resume-overdue', {
  schedule: '%WATCHDOG_SCHEDULE%',
  handler: onTimer((fleet) => fleet.resumeOverdue()),
});
