import { app } from '@azure/functions';
import { subscribeToCalendar } from '../shared/host/http/routes/calendar.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-calendar-ics', onHttp(subscribeToCalendar));
