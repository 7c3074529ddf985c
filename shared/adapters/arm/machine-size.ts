/** What the name of a virtual machine size says. */
export interface MachineTraits {
  readonly gpu: boolean;
  readonly arm: boolean;
  readonly confidential: boolean;
}

/**
 * `Standard_NC24ads_A100_v4`: family letters, number of processors (with a constrained number after a
 * dash), feature letters, accelerator, version.
 */
const SIZE = /^(?:standard|basic|internal)_(?<family>[a-z]+?)\d+(?:-\d+)?(?<features>[a-z]*)(?:_|$)/i;

/** `NC`, `ND`, `NG` and `NV` carry graphics processors; `NP` carries programmable arrays. */
const GPU_FAMILY = /^n[cdgv]/i;

/** `DC`, `EC` and `NCC`: memory encrypted against the host. */
const CONFIDENTIAL_FAMILY = /^(dc|ec|ncc)$/i;

/**
 * Derived from the documented naming; a name of another form has no traits.
 *
 *     machineTraits('Standard_D4ps_v5')  // arm: `p` among the feature letters
 *     machineTraits('Standard_ND128isr_NDR_GB200_v6')  // gpu and arm: Grace is an Arm processor
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
export function machineTraits(size: string): MachineTraits {
  const { family = '', features = '' } = SIZE.exec(size)?.groups ?? {};
  return {
    gpu: GPU_FAMILY.test(family),
    arm: features.toLowerCase().includes('p') || /_GB\d{3}_/i.test(size),
    confidential: CONFIDENTIAL_FAMILY.test(family),
  };
}
