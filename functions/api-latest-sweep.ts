import { app } from '@azure/functions';
import { showLatestSweep } from '../shared/host/http/routes/fleet.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-latest-sweep', onHttp(showLatestSweep));
