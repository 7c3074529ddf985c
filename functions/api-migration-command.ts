import { app } from '@azure/functions';
import { commandMigration } from '../shared/host/http/routes/migrations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-migration-command', onHttp(commandMigration));
