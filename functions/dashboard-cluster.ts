import { app } from '@azure/functions';
import { showClusterPage } from '../shared/host/http/routes/pages.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-cluster', onHttp(showClusterPage));
