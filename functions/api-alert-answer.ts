import { app } from '@azure/functions';
import { answerAlert } from '../shared/host/http/routes/alerts.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-alert-answer', onHttp(answerAlert));
