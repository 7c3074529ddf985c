import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('watch-fleet', {
  schedule: '%WATCH_SCHEDULE%',
  handler: onTimer((fleet) => fleet.watchFleet()),
});
