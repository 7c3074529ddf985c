import { expect, test } from 'vitest';
import { readSweepConfig } from '../../shared/config/read-config.ts';
import { azureParts } from '../../shared/host/compose-azure.ts';

test.each([
  [{}, ['owner', 'team', 'contact']],
  [{ OWNER_KEYS: 'example.com/squad,squad' }, ['example.com/squad', 'squad']],
])('settings %j hand the use cases the owner keys %j', (settings, keys) => {
  expect(azureParts(readSweepConfig(settings, {})).ownerKeys).toEqual(keys);
});
