import { app } from '@azure/functions';
import { routeChat } from '../shared/host/http/routes/chats.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-chat-hears', onHttp(routeChat));
