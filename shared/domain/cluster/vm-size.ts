import type { VmSize } from './arm-facts.ts';

/**
 * vCPUs and quota family of a VM size, read from its name.
 *
 *     vmSizeOf('Standard_D4ds_v5')           // { family: 'standardDDSv5Family', vcpus: 4 }
 *     vmSizeOf('Standard_NC24ads_A100_v4')   // { family: 'standardNCADSA100v4Family', vcpus: 24 }
 *
 * Families have no rule without exceptions, so compare them without regard to case, and take Azure's own
 * word (`ArmFacts.vmSizes`) where there is one.
 *
 * @returns `undefined` for names that are not of this form and for constrained sizes (`DS13-2`), whose
 *   quota goes by the vCPUs that they leave out
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
export function vmSizeOf(name: string): VmSize | undefined {
  const parts =
    /^(?:Standard|Basic)_(?<family>[A-Z]+)(?<vcpus>\d+)(?<features>[a-z]*)(?:_(?<accelerator>(?!v\d)[A-Za-z0-9]+))?(?:_(?<version>v\d+))?$/i.exec(
      name,
    )?.groups;
  if (!parts?.family || !parts.vcpus) return undefined;
  const { family, vcpus, features = '', accelerator = '', version = '' } = parts;
  // All sizes of the B series share one family, and `m` and `l` mean other memory of the same family there.
  const letters =
    /^b$/i.test(family) && !version ? 'S' : features.toUpperCase().replace(family === 'B' ? /[MLT]/g : '', '');
  return {
    name,
    family: `standard${family.toUpperCase()}${letters}${accelerator.toUpperCase()}${version.toLowerCase()}Family`,
    vcpus: Number(vcpus),
  };
}
