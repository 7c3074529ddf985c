import { app } from '@azure/functions';
import { freezeFleet } from '../shared/host/http/routes/freeze.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-freeze-fleet', onHttp(freezeFleet));
