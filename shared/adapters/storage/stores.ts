import type { AnnouncementStore } from '../../ports/announcement-store.ts';
import type { AskStore } from '../../ports/ask-store.ts';
import type { IdMaker } from '../../ports/clock.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { DigestStore } from '../../ports/digest-store.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';
import type { FreezeStore } from '../../ports/freeze-store.ts';
import type { InspectionStore } from '../../ports/inspection-store.ts';
import type { LatestImageStore } from '../../ports/latest-image-store.ts';
import type { MigrationNewsStore } from '../../ports/migration-news-store.ts';
import type { MigrationStore } from '../../ports/migration-store.ts';
import type { OwnFindingStore } from '../../ports/own-finding-store.ts';
import type { PlanStore } from '../../ports/plan-store.ts';
import type { PostStore } from '../../ports/post-store.ts';
import type { ReadingStore } from '../../ports/reading-store.ts';
import type { RefusalStore } from '../../ports/refusal-store.ts';
import type { SignOffStore } from '../../ports/sign-off-store.ts';
import type { SweepStore } from '../../ports/sweep-store.ts';
import type { VerdictStore } from '../../ports/verdict-store.ts';
import type { WatchStore } from '../../ports/watch-store.ts';
import { RETRIES, type Retries, type StorageAccount } from './account.ts';
import { tableAnnouncementStore } from './announcement-store.ts';
import { tableAskStore } from './ask-store.ts';
import { tableConversationStore } from './conversation-store.ts';
import { tableDelegationStore } from './delegation-store.ts';
import { tableDigestStore } from './digest-store.ts';
import { tableEvidenceStore } from './evidence-store.ts';
import { tableExemptionStore } from './exemption-store.ts';
import { tableFreezeStore } from './freeze-store.ts';
import { tableInspectionStore } from './inspection-store.ts';
import { tableLatestImageStore } from './latest-image-store.ts';
import { tableMigrationNewsStore } from './migration-news-store.ts';
import { tableMigrationStore } from './migration-store.ts';
import { tableOwnFindingStore } from './own-finding-store.ts';
import { tablePlanStore } from './plan-store.ts';
import { tablePostStore } from './post-store.ts';
import { type OnUnreadable, tableReadingStore } from './reading-store.ts';
import { tableRefusalStore } from './refusal-store.ts';
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
  readonly migrationNews: MigrationNewsStore;
  readonly digests: DigestStore;
  readonly refusals: RefusalStore;
  readonly posts: PostStore;
  readonly freezes: FreezeStore;
  readonly delegations: DelegationStore;
  readonly conversations: ConversationStore;
  readonly asks: AskStore;
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
    migrationNews: tableMigrationNewsStore(open('announcements')),
    digests: tableDigestStore(open('announcements')),
    refusals: tableRefusalStore(open('refusals'), onUnreadable),
    posts: tablePostStore(open('posts')),
    freezes: tableFreezeStore(open('freezes')),
    delegations: tableDelegationStore(open('delegations'), onUnreadable),
    conversations: tableConversationStore(open('conversations')),
    asks: tableAskStore(open('asks')),
  };
}
