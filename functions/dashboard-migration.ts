import { app } from '@azure/functions';
import { showMigrationPage } from '../shared/host/http/routes/migration-pages.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-migration', onHttp(showMigrationPage));
