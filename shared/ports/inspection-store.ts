import type { Inspection } from '../domain/inspection/inspection.ts';

/** The newest inspection of each cluster. */
export interface InspectionStore {
  /** `older`: a newer one was there and stays. */
  save(inspection: Inspection): Promise<'saved' | 'older'>;
  byCluster(clusterId: string): Promise<Inspection | undefined>;
}
