import { app } from '@azure/functions';
import { showRunbook } from '../shared/host/http/routes/plans.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-plan-runbook', onHttp(showRunbook));
