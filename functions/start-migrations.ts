import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('start-migrations', {
  schedule: '%START_SCHEDULE%',
  handler: onTimer((fleet) => fleet.startMigrations()),
});
