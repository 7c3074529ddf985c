import { app } from '@azure/functions';
import { showCluster } from '../shared/host/http/routes/fleet.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-cluster', onHttp(showCluster));
