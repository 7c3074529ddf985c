/** Builders of calendars, catalogues and lists for tests of rules. Small on purpose; real data has its own tests. */
import type { ImageBuild, ImageCatalogue } from '../../shared/domain/fleet/image-catalogue.ts';
import type { Exemption } from '../../shared/domain/policy/exemption.ts';
import { DEFAULT_LIMITS, type PolicyFacts } from '../../shared/domain/policy/policy-facts.ts';
import type {
  KubernetesSupport,
  RetirementCalendar,
  RetirementEntry,
} from '../../shared/domain/retirement/calendar.ts';
import { at, clusterId } from './fleet.ts';

export function givenEntry(overrides: Partial<RetirementEntry> = {}): RetirementEntry {
  return {
    id: 'ubuntu-24.04',
    osType: 'Linux',
    families: ['AKSUbuntu-2404*'],
    osSkus: ['Ubuntu', 'Ubuntu2404'],
    status: 'supported',
    kubernetes: [
      { osSku: 'Ubuntu', min: '1.35', fips: false },
      { osSku: 'Ubuntu2404', min: '1.32', max: '1.38', fips: false },
    ],
    consequence: '',
    confidence: 'high',
    sources: ['test'],
    ...overrides,
  };
}

/** Ubuntu 24.04 without an end, and an Ubuntu 22.04 that ends on 2027-06-30 and is removed on 2028-04-30. */
export function givenCalendar(overrides: Partial<RetirementCalendar> = {}): RetirementCalendar {
  return {
    asOf: '2026-10-08',
    origin: 'bundled',
    entries: [
      givenEntry(),
      givenEntry({
        id: 'ubuntu-22.04',
        families: ['AKSUbuntu-2204*'],
        osSkus: ['Ubuntu', 'Ubuntu2204'],
        status: 'supported-retiring',
        supportEnds: '2027-06-30',
        imagesRemoved: '2028-04-30',
        successorOsSku: 'Ubuntu2404',
        successorPath: 'osSKU Ubuntu2404 on Kubernetes 1.32+',
        kubernetes: [
          { osSku: 'Ubuntu', min: '1.25', max: '1.34', fips: false, confidential: false },
          { osSku: 'Ubuntu2204', min: '1.25', max: '1.36' },
        ],
        consequence: 'Scale out, reimage and repair fail once the images are removed.',
      }),
    ],
    kubernetes: [
      givenKubernetes('1.33', '2026-07-31', '2027-07-31', '2025-06-30'),
      givenKubernetes('1.34', '2026-11-30', '2027-11-30', '2025-11-30'),
      givenKubernetes('1.35', '2027-03-31', '2028-03-31', '2026-03-31'),
      givenKubernetes('1.36', '2027-06-30', '2028-06-30', '2026-06-30'),
      givenKubernetes('1.37', '2027-10-31', '2028-10-31', '2026-10-31'),
    ],
    ...overrides,
  };
}

export function givenKubernetes(
  minor: string,
  standardEnds?: string,
  ltsEnds?: string,
  generallyAvailable?: string,
): KubernetesSupport {
  return {
    minor,
    ...(standardEnds ? { standardEnds } : {}),
    ...(ltsEnds ? { ltsEnds } : {}),
    ...(generallyAvailable ? { generallyAvailable } : {}),
    sources: ['test'],
  };
}

/** A catalogue of announced builds: `{ 'AKSUbuntu-2404gen2containerd': ['202610.03.0', '202610.08.0'] }`, oldest first. */
export function givenCatalogue(families: Record<string, readonly (string | ImageBuild)[]> = {}): ImageCatalogue {
  const entries = Object.entries(families).map(
    ([family, builds]) =>
      [family.toLowerCase(), builds.map((build) => (typeof build === 'string' ? givenBuild(build) : build))] as const,
  );
  return { asOf: '2026-10-08', families: new Map(entries) };
}

/** A Linux build `YYYYMM.DD.patch`. */
export function givenBuild(version: string, overrides: Partial<ImageBuild> = {}): ImageBuild {
  const imageDate = `${version.slice(0, 4)}-${version.slice(4, 6)}-${version.slice(7, 9)}`;
  return { version, imageDate, announced: true, ...overrides };
}

export function givenFacts(overrides: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    calendar: givenCalendar(),
    catalogue: givenCatalogue(),
    images: { knownBad: [] },
    limits: DEFAULT_LIMITS,
    ...overrides,
  };
}

export function givenExemption(overrides: Partial<Exemption> = {}): Exemption {
  return {
    id: 'e-1',
    scope: clusterId('payments'),
    ruleId: '*',
    owner: 'team-payments@example.com',
    reason: 'Frozen until the migration in January.',
    until: '2026-12-31',
    createdAt: at('2026-11-01'),
    createdBy: 'alex@example.com',
    ...overrides,
  };
}
