import { app } from '@azure/functions';
import { showPlansPage } from '../shared/host/http/routes/plan-pages.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-plans', onHttp(showPlansPage));
