import { app } from '@azure/functions';
import { showInspection } from '../shared/host/http/routes/inspections.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-inspection', onHttp(showInspection));
