import { app } from '@azure/functions';
import { listChats } from '../shared/host/http/routes/chats.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-chats', onHttp(listChats));
