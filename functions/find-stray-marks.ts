import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('find-stray-marks', {
  schedule: '%STRAY_MARKS_SCHEDULE%',
  handler: onTimer((fleet) => fleet.findStrayMarks()),
});
