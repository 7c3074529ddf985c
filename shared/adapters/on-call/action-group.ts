import type { OnCallChannel, Page } from '../../ports/on-call.ts';
import { post, refusePlainHttp } from './post.ts';

const SEVERITY: Readonly<Record<Page['severity'], string>> = {
  critical: 'Sev0',
  error: 'Sev1',
  warning: 'Sev2',
  info: 'Sev4',
};

/**
 * Whatever takes the webhook of an Azure Monitor action group (Logic Apps, ITSM connectors, runbooks): the common alert
 * schema, `Fired` and `Resolved`. The schema has no acknowledgement of its own; it comes as `Fired` with the state in it.
 * @see https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
 */
export function actionGroupWebhook(settings: { readonly url: string }): OnCallChannel {
  const { url } = settings;
  refusePlainHttp('ACTION_GROUP_WEBHOOK_URL', url);
  return {
    name: 'action-group',
    tell({ kind, key, at, severity, summary, source, facts }) {
      const moment = new Date(at).toISOString();
      const resolved = kind === 'resolve';
      return post({
        url,
        body: {
          schemaId: 'azureMonitorCommonAlertSchema',
          data: {
            essentials: {
              alertId: key,
              alertRule: 'Image Steward: rollback recommended',
              severity: SEVERITY[severity],
              signalType: 'Log',
              monitorCondition: resolved ? 'Resolved' : 'Fired',
              monitoringService: 'Image Steward',
              alertTargetIDs: [source],
              originAlertId: key,
              firedDateTime: moment,
              ...(resolved && { resolvedDateTime: moment }),
              description: summary,
              essentialsVersion: '1.0',
              alertContextVersion: '1.0',
            },
            alertContext: { state: kind, ...facts },
            customProperties: null,
          },
        },
      });
    },
  };
}
