import { app } from '@azure/functions';
import { listPlans } from '../shared/host/http/routes/plans.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-plans', onHttp(listPlans));
