import type { Inspection } from '../domain/inspection/inspection.ts';

/** The newest inspection of each cluster. */
export interface InspectionStore {
  /** `older`: a newer one was there and stays. */
  save(inspection: Inspection): Promise<'saved' | 'older'>;
  /** Another text whenever anything was saved; cheaper than reading the inspections. */
  version(): Promise<string>;
  byCluster(clusterId: string): Promise<Inspection | undefined>;
}
