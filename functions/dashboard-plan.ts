import { app } from '@azure/functions';
import { showPlanPage } from '../shared/host/http/routes/plan-pages.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-plan', onHttp(showPlanPage));
