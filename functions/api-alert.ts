import { app } from '@azure/functions';
import { showAlert } from '../shared/host/http/routes/alerts.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-alert', onHttp(showAlert));
