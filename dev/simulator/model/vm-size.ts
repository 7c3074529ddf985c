/** What the name of an Azure VM size gives away. */

/** Ampere or Cobalt processors: a `p` among the letters after the number, as in `Standard_D4ps_v5`. */
export const isArmSize = (vmSize: string): boolean => /^Standard_[A-Z]+\d+[a-oq-z]*p/.test(vmSize);

/** `Standard_NC4as_T4_v3` and the like. */
export const isGpuSize = (vmSize: string): boolean => /^Standard_N[CDGV]/.test(vmSize);

/** AMD or Intel confidential VMs, as in `Standard_DC4as_v5`; the SGX sizes (`DCsv3`) are not. */
export const isConfidentialSize = (vmSize: string): boolean => /^Standard_(?:DC|EC)\d+(?:as|ads|es|eds)_v/.test(vmSize);
