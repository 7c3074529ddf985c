import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('plan-migrations', {
  schedule: '%PLAN_SCHEDULE%',
  handler: onTimer((fleet) => fleet.planMigrations()),
});
