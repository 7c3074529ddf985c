import { app } from '@azure/functions';
import { startPlan } from '../shared/host/http/routes/sign-offs.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-plan-start', onHttp(startPlan));
