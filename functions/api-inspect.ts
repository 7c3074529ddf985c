import { app } from '@azure/functions';
import { askInspection } from '../shared/host/http/routes/inspections.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-inspect', onHttp(askInspection));
