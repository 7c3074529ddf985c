import { builtWith } from '../../model/image-catalogue.ts';
import { isArmSize, isGpuSize } from '../../model/vm-size.ts';

/** What a VM of a size gives to Kubernetes. */
export interface Machine {
  readonly cores: number;
  readonly memoryKi: number;
  readonly arch: 'amd64' | 'arm64';
  readonly gpus: number;
}

/** GiB per core, by the letters of the size; GPU sizes have more. */
const GIB_PER_CORE: Readonly<Record<string, number>> = {
  A: 2,
  B: 4,
  D: 4,
  DC: 4,
  DS: 3.5,
  E: 8,
  EC: 8,
  F: 2,
  L: 8,
  M: 16,
  NC: 7,
};

export function machineOf(vmSize: string): Machine {
  const parts = /^Standard_(?<family>[A-Z]+)(?<cores>\d+)/.exec(vmSize)?.groups;
  const number = Number(parts?.cores ?? 4);
  // The old v2 sizes are numbered, not counted: DS3_v2 has 4 cores.
  const cores = parts?.family === 'DS' ? 2 ** (number - 1) : number;
  return {
    cores,
    memoryKi: Math.round(cores * (GIB_PER_CORE[parts?.family ?? 'D'] ?? 4) * 1024 * 1024 * 0.985),
    arch: isArmSize(vmSize) ? 'arm64' : 'amd64',
    gpus: isGpuSize(vmSize) ? Math.max(1, Math.floor(cores / 24)) : 0,
  };
}

/** Thousandths of a core that AKS keeps for itself. */
export function reservedCpu(cores: number): number {
  const steps: readonly (readonly [number, number])[] = [
    [1, 60],
    [2, 100],
    [4, 140],
    [8, 180],
    [16, 260],
    [32, 420],
  ];
  return steps.find(([most]) => cores <= most)?.[1] ?? 740;
}

/** What runs on a node of an image family: kernel, runtime and the name of the system. */
export interface SystemSoftware {
  readonly kernel: string;
  readonly runtime: string;
  readonly osImage: string;
}

/** First match counts. For images whose notes print no versions: those of late 2026, in the form that nodes report. */
const SOFTWARE: readonly (readonly [RegExp, SystemSoftware])[] = [
  [
    /^AKSUbuntu-1804/,
    { kernel: '5.4.0-1138-azure', runtime: 'containerd://1.7.1+azure-1', osImage: 'Ubuntu 18.04.6 LTS' },
  ],
  [
    /^AKSUbuntu-2004.*fips/,
    { kernel: '5.4.0-1154-azure-fips', runtime: 'containerd://1.7.28-1', osImage: 'Ubuntu 20.04.6 LTS' },
  ],
  [/^AKSUbuntu-2004/, { kernel: '5.15.0-1089-azure', runtime: 'containerd://1.7.28-1', osImage: 'Ubuntu 20.04.6 LTS' }],
  [/^AKSUbuntu-2404/, { kernel: '6.8.0-1044-azure', runtime: 'containerd://2.0.4-1', osImage: 'Ubuntu 24.04.3 LTS' }],
  [/^AKSUbuntu/, { kernel: '5.15.0-1102-azure', runtime: 'containerd://1.7.28-1', osImage: 'Ubuntu 22.04.5 LTS' }],
  [
    /^AKSAzureLinux-V2|^AKSCBLMariner/,
    { kernel: '5.15.186.1-1.cm2', runtime: 'containerd://1.6.26', osImage: 'CBL-Mariner/Linux' },
  ],
  [
    /^AKSAzureLinux/,
    { kernel: '6.6.104.2-4.azl3', runtime: 'containerd://2.0.0', osImage: 'Microsoft Azure Linux 3.0' },
  ],
  [
    /^AKSFlatcar/,
    {
      kernel: '6.12.51-flatcar',
      runtime: 'containerd://2.0.4',
      osImage: 'Flatcar Container Linux by Kinvolk 4372.0.0',
    },
  ],
  [
    /^AKSWindows-2019/,
    { kernel: '10.0.17763.8389', runtime: 'containerd://1.6.38+azure', osImage: 'Windows Server 2019 Datacenter' },
  ],
  [
    /^AKSWindows-2025/,
    { kernel: '10.0.26100.6899', runtime: 'containerd://2.0.5+azure', osImage: 'Windows Server 2025 Datacenter' },
  ],
  [
    /^AKSWindows/,
    { kernel: '10.0.20348.4294', runtime: 'containerd://1.7.25+azure', osImage: 'Windows Server 2022 Datacenter' },
  ],
];

const UNKNOWN: SystemSoftware = {
  kernel: '6.6.104.2-4.azl3',
  runtime: 'containerd://2.0.0',
  osImage: 'Microsoft Azure Linux 3.0',
};

/** What a node of this image reports: what the image was built with, as far as its notes tell. */
export function softwareOf(image: string | undefined): SystemSoftware {
  const usual = SOFTWARE.find(([family]) => family.test(image ?? ''))?.[1] ?? UNKNOWN;
  const { kernel, containerd } = builtWith(image ?? '');
  const version = /^\d+(?:\.\d+)*/.exec(containerd ?? '')?.[0];
  return {
    ...usual,
    ...(kernel !== undefined && { kernel }),
    ...(version !== undefined && { runtime: `containerd://${version}-1` }),
  };
}
