import { expect, test } from 'vitest';
import { readConfig } from '../../shared/config/read-config.ts';
import { ConfigError } from '../../shared/domain/errors.ts';
import { onCallChannels } from '../../shared/host/compose-on-call.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const SOUND = { Storage: 'UseDevelopmentStorage=true', ServiceBus: 'Endpoint=sb://127.0.0.1' };
const CLOCK = { now: () => 0 };
const KEYS = {
  PAGERDUTY_ROUTING_KEY: KEY,
  OPSGENIE_API_KEY: KEY,
  ON_CALL_WEBHOOK_URL: 'https://hooks.example.com/pages',
  ON_CALL_WEBHOOK_SECRET: KEY,
  ACTION_GROUP_WEBHOOK_URL: 'https://logic.example.com/pages',
};

const namesOf = (settings: Record<string, string>) =>
  onCallChannels(readConfig({ ...SOUND, ...KEYS, ...settings }), CLOCK).map(({ name }) => name);

test('channels are tried in the order of the setting', () => {
  expect(namesOf({ ON_CALL_CHANNELS: 'webhook,action-group,pagerduty,opsgenie' })).toEqual([
    'webhook',
    'action-group',
    'pagerduty',
    'opsgenie',
  ]);
});

test('nobody is paged when nothing is set, also when keys are there', () => {
  expect(namesOf({})).toEqual([]);
});

test.each([
  ['pagerduty', 'PAGERDUTY_ROUTING_KEY'],
  ['opsgenie', 'OPSGENIE_API_KEY'],
  ['webhook', 'ON_CALL_WEBHOOK_SECRET'],
  ['action-group', 'ACTION_GROUP_WEBHOOK_URL'],
] as const)('%s without %s is refused', (channel, key) => {
  const whole = readConfig({ ...SOUND, ...KEYS, ON_CALL_CHANNELS: channel });
  expect(() => onCallChannels({ ...whole, [key]: undefined }, CLOCK)).toThrow(ConfigError);
});
