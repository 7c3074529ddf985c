import { afterAll, beforeAll } from 'vitest';
import { memoryAnnouncementStore } from '../../shared/adapters/memory/announcement-store.ts';
import { memoryAskStore } from '../../shared/adapters/memory/ask-store.ts';
import { memoryConversationStore } from '../../shared/adapters/memory/conversation-store.ts';
import { memoryDelegationStore } from '../../shared/adapters/memory/delegation-store.ts';
import { memoryDigestStore } from '../../shared/adapters/memory/digest-store.ts';
import { memoryExemptionStore } from '../../shared/adapters/memory/exemption-store.ts';
import { memoryFreezeStore } from '../../shared/adapters/memory/freeze-store.ts';
import { memoryInspectionStore } from '../../shared/adapters/memory/inspection-store.ts';
import { memoryLatestImageStore } from '../../shared/adapters/memory/latest-image-store.ts';
import { memoryMigrationNewsStore } from '../../shared/adapters/memory/migration-news-store.ts';
import { memoryOwnFindingStore } from '../../shared/adapters/memory/own-finding-store.ts';
import { memoryPlanStore } from '../../shared/adapters/memory/plan-store.ts';
import { memoryPostStore } from '../../shared/adapters/memory/post-store.ts';
import { memoryReadingStore } from '../../shared/adapters/memory/reading-store.ts';
import { memoryRefusalStore } from '../../shared/adapters/memory/refusal-store.ts';
import { memorySweepStore } from '../../shared/adapters/memory/sweep-store.ts';
import { tableStores } from '../../shared/adapters/storage/stores.ts';
import { systemIds } from '../../shared/adapters/system/ids.ts';
import { announcementStoreContract } from './announcement-store.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import {
  askStoreContract,
  conversationStoreContract,
  delegationStoreContract,
  postStoreContract,
  refusalStoreContract,
} from './chat-stores.ts';
import { digestStoreContract } from './digest-store.ts';
import { freezeStoreContract } from './freeze-store.ts';
import { inspectionStoreContract } from './inspection-store.ts';
import { migrationNewsStoreContract } from './migration-news-store.ts';
import {
  exemptionStoreContract,
  latestImageStoreContract,
  ownFindingStoreContract,
  sweepStoreContract,
} from './other-stores.ts';
import { planStoreContract } from './plan-store.ts';
import { readingStoreContract } from './reading-store.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

const tables = () =>
  tableStores({ connectionString: azurite.freshAccount() }, systemIds, (error) => {
    throw error;
  });

readingStoreContract('memory', memoryReadingStore);
readingStoreContract('tables', () => tables().readings);
sweepStoreContract('memory', memorySweepStore);
sweepStoreContract('tables', () => tables().sweeps);
latestImageStoreContract('memory', memoryLatestImageStore);
latestImageStoreContract('tables', () => tables().latestImages);
exemptionStoreContract('memory', memoryExemptionStore);
exemptionStoreContract('tables', () => tables().exemptions);
ownFindingStoreContract('memory', memoryOwnFindingStore);
ownFindingStoreContract('tables', () => tables().ownFindings);
planStoreContract('memory', memoryPlanStore);
planStoreContract('tables', () => tables().plans);
inspectionStoreContract('memory', memoryInspectionStore);
inspectionStoreContract('tables', () => tables().inspections);
announcementStoreContract('memory', memoryAnnouncementStore);
announcementStoreContract('tables', () => tables().announcements);
migrationNewsStoreContract('memory', memoryMigrationNewsStore);
migrationNewsStoreContract('tables', () => tables().migrationNews);
digestStoreContract('memory', memoryDigestStore);
digestStoreContract('tables', () => tables().digests);
freezeStoreContract('memory', memoryFreezeStore);
freezeStoreContract('tables', () => tables().freezes);
conversationStoreContract('memory', memoryConversationStore);
conversationStoreContract('tables', () => tables().conversations);
postStoreContract('memory', memoryPostStore);
postStoreContract('tables', () => tables().posts);
refusalStoreContract('memory', memoryRefusalStore);
refusalStoreContract('tables', () => tables().refusals);
delegationStoreContract('memory', memoryDelegationStore);
delegationStoreContract('tables', () => tables().delegations);
askStoreContract('memory', memoryAskStore);
askStoreContract('tables', () => tables().asks);
