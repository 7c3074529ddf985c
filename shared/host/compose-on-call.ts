import { actionGroupWebhook } from '../adapters/on-call/action-group.ts';
import { opsgenie } from '../adapters/on-call/opsgenie.ts';
import { pagerDuty } from '../adapters/on-call/pagerduty.ts';
import { signedWebhook } from '../adapters/on-call/signed-webhook.ts';
import type { OnCallChannelName } from '../config/alert-settings.ts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { OnCallChannel } from '../ports/on-call.ts';

type Maker = (config: Config, clock: Clock) => OnCallChannel;

const MAKERS: Readonly<Record<OnCallChannelName, Maker>> = {
  pagerduty: (config) =>
    pagerDuty({
      routingKey: needed(config, 'pagerduty', 'PAGERDUTY_ROUTING_KEY'),
      ...(config.PAGERDUTY_URL && { url: config.PAGERDUTY_URL }),
    }),
  opsgenie: (config) =>
    opsgenie({
      apiKey: needed(config, 'opsgenie', 'OPSGENIE_API_KEY'),
      ...(config.OPSGENIE_URL && { url: config.OPSGENIE_URL }),
    }),
  webhook: (config, clock) =>
    signedWebhook(
      {
        url: needed(config, 'webhook', 'ON_CALL_WEBHOOK_URL'),
        secret: needed(config, 'webhook', 'ON_CALL_WEBHOOK_SECRET'),
      },
      clock,
    ),
  'action-group': (config) => actionGroupWebhook({ url: needed(config, 'action-group', 'ACTION_GROUP_WEBHOOK_URL') }),
};

/**
 * Channels in the order of `ON_CALL_CHANNELS`.
 *
 * @param clock real time: a receiver compares a signature's moment with its own
 * @throws ConfigError for a channel without its key
 */
export function onCallChannels(config: Config, clock: Clock): readonly OnCallChannel[] {
  return config.ON_CALL_CHANNELS.map((name) => MAKERS[name](config, clock));
}

type Key =
  | 'PAGERDUTY_ROUTING_KEY'
  | 'OPSGENIE_API_KEY'
  | 'ON_CALL_WEBHOOK_URL'
  | 'ON_CALL_WEBHOOK_SECRET'
  | 'ACTION_GROUP_WEBHOOK_URL';

function needed(config: Config, channel: OnCallChannelName, key: Key): string {
  const value = config[key];
  if (value) return value;
  throw new ConfigError('CONFIG_WRONG', `${key}: read nothing, expected a value while ON_CALL_CHANNELS has ${channel}`);
}
