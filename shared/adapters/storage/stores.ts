import type { AnnouncementStore } from '../../ports/announcement-store.ts';
import type { IdMaker } from '../../ports/clock.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';
import type { InspectionStore } from '../../ports/inspection-store.ts';
import type { LatestImageStore } from '../../ports/latest-image-store.ts';
import type { MigrationStore } from '../../ports/migration-store.ts';
import type { OwnFindingStore } from '../../ports/own-finding-store.ts';
import type { PlanStore } from '../../ports/plan-store.ts';
import type { ReadingStore } from '../../ports/reading-store.ts';
import type { SignOffStore } from '../../ports/sign-off-store.ts';
import type { SweepStore } from '../../ports/sweep-store.ts';
import type { VerdictStore } from '../../ports/verdict-store.ts';
import type { WatchStore } from '../../ports/watch-store.ts';
import { RETRIES, type Retries, type StorageAccount } from './account.ts';
import { tableAnnouncementStore } from './announcement-store.ts';
import { tableEvidenceStore } from './evidence-store.ts';
import { tableExemptionStore } from './exemption-store.ts';
import { tableInspectionStore } from './inspection-store.ts';
import { tableLatestImageStore } from './latest-image-store.ts';
import { tableMigrationStore } from './migration-store.ts';
import { tableOwnFindingStore } from './own-finding-store.ts';
import { tablePlanStore } from './plan-store.ts';
import { type OnUnreadable, tableReadingStore } from './reading-store.ts';
import { tableSignOffStore } from './sign-off-store.ts';
import { tableSweepStore } from './sweep-store.ts';
import { openTable, type TableName } from './table.ts';
import { tableVerdictStore } from './verdict-store.ts';
import { tableWatchStore } from './watch-store.ts';

export interface TableStores {
  readonly readings: ReadingStore;
  readonly sweeps: SweepStore;
  readonly latestImages: LatestImageStore;
  readonly exemptions: ExemptionStore;
  readonly ownFindings: OwnFindingStore;
  readonly plans: PlanStore;
  readonly inspections: InspectionStore;
  readonly migrations: MigrationStore;
  readonly evidence: EvidenceStore;
  readonly signOffs: SignOffStore;
  readonly verdicts: VerdictStore;
  readonly watches: WatchStore;
  readonly announcements: AnnouncementStore;
}

/** Every store in Table storage. Nothing is sent until a store is used. */
export function tableStores(
  account: StorageAccount,
  ids: IdMaker,
  onUnreadable: OnUnreadable,
  retries: Retries = RETRIES,
): TableStores {
  const open = (name: TableName) => openTable(account, name, retries);
  return {
    readings: tableReadingStore(open('readings'), ids, onUnreadable),
    sweeps: tableSweepStore(
      { sweeps: open('sweeps'), outcomes: open('outcomes'), sightings: open('sightings') },
      onUnreadable,
    ),
    latestImages: tableLatestImageStore(open('latestimages'), onUnreadable),
    exemptions: tableExemptionStore(open('exemptions'), onUnreadable),
    ownFindings: tableOwnFindingStore(open('ownfindings'), onUnreadable),
    plans: tablePlanStore(open('plans')),
    inspections: tableInspectionStore(open('inspections')),
    migrations: tableMigrationStore(open('migrations')),
    evidence: tableEvidenceStore(open('evidence'), onUnreadable),
    signOffs: tableSignOffStore(open('signoffs'), onUnreadable),
    verdicts: tableVerdictStore(open('verdicts')),
    watches: tableWatchStore(open('watches')),
    announcements: tableAnnouncementStore(open('announcements')),
  };
}
