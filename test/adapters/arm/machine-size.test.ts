import { expect, test } from 'vitest';
import { machineTraits } from '../../../shared/adapters/arm/machine-size.ts';

const traitsOf = (size: string) =>
  Object.entries(machineTraits(size))
    .filter(([, has]) => has)
    .map(([trait]) => trait);

test.each([
  ['Standard_D4s_v5', []],
  ['Standard_D4ps_v5', ['arm']],
  ['Standard_D8plds_v6', ['arm']],
  ['Standard_B2pts_v2', ['arm']],
  ['standard_e4pds_v5', ['arm']],
  ['Standard_NC24ads_A100_v4', ['gpu']],
  ['Standard_NC4as_T4_v3', ['gpu']],
  ['Standard_ND96isr_H100_v5', ['gpu']],
  ['Standard_NV36ads_A10_v5', ['gpu']],
  ['Standard_ND128isr_NDR_GB200_v6', ['gpu', 'arm']],
  ['Standard_NP10s', []],
  ['Standard_DC4as_v5', ['confidential']],
  ['Standard_DC2s_v3', ['confidential']],
  ['Standard_EC8ads_v5', ['confidential']],
  ['Standard_NCC40ads_H100_v5', ['gpu', 'confidential']],
  ['Standard_M416-208ms_v2', []],
  ['Standard_L8as_v3', []],
  ['Standard_HB120rs_v3', []],
  ['Standard_F16s', []],
  ['', []],
  ['nonsense', []],
])('the size %s says %j', (size, traits) => {
  expect(traitsOf(size)).toEqual(traits);
});
