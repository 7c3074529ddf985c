import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import type { Inspection } from '../domain/inspection/inspection.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import type { ImageDiff } from '../domain/target/target.ts';
import type { ChatRequest, ChatResponse } from '../ports/chat.ts';
import type { AlertAnswerView, AlertView, NewAlertAnswer, OnCallTestView } from './alerts/alert-views.ts';
import type { ChatsView, ConversationView, NewHears } from './chat/chat-views.ts';
import type { DelegationAnswer, DelegationEnd, DelegationView, NewDelegation } from './delegation-views.ts';
import type { FreezeAnswer, FreezeView } from './freeze-views.ts';
import type { InspectionView } from './inspection-views.ts';
import type {
  AdvanceMigration,
  EvaluateAlert,
  InspectCluster,
  Notify,
  PageOnCall,
  PostChat,
  SweepSubscription,
} from './messages.ts';
import type {
  CommandAnswer,
  EvidenceFile,
  MigrationsView,
  MigrationView,
  NewCommand,
  NewOrder,
  NewSignOff,
  OrderAnswer,
  SignOffAnswer,
  SignOffsView,
  StartAnswer,
} from './migration-views.ts';
import type { PlanningOutcome } from './plan-migrations.ts';
import type { PlanQuery, PlansView, PlanView } from './plan-views.ts';
import type { HowSaid } from './sign-off.ts';
import type {
  CalendarView,
  ClusterNameView,
  ClusterView,
  ExemptionView,
  FindingsPage,
  FindingsQuery,
  ImageView,
  NewExemption,
  PoolsPage,
  PoolsQuery,
  SweepView,
} from './views.ts';

/** Everything the app can do. Functions, CLI, API and pages call the same use cases through this. */
export interface Fleet {
  /** Lists the subscriptions and sends one message each. */
  startSweep(): Promise<Sweep>;
  /** Reads one subscription. Safe to repeat, in any order. */
  sweepSubscription(message: SweepSubscription): Promise<SubscriptionOutcome>;
  /** Reads one cluster's own API and judges its pools. `undefined`: the inventory has no such cluster any more. */
  inspectCluster(message: InspectCluster): Promise<Inspection | undefined>;
  /** Asks for an inspection of a cluster, to be made as soon as its turn comes. */
  askInspection(clusterId: string): Promise<'asked' | 'missing'>;
  /** Delivers one announcement from the outbox. */
  notify(message: Notify): Promise<void>;
  /** Turns dead letters into findings about ourselves, and leaves them there; takes findings about the chat off that are over. */
  reportDeadLetters(): Promise<void>;
  /** Announces exemptions two weeks before they end. */
  reviewExemptions(): Promise<void>;
  /** Says what is due of planned work, what became of migrations, and what retires: each once, and never at night. */
  announce(): Promise<void>;
  /** Plans the migration of the fleet as it was last swept, and proposes the plans. Nothing is written to a cluster. */
  planMigrations(): Promise<PlanningOutcome>;

  /** `undefined` before the first sweep: there is nothing to claim anything about. */
  findings(query: FindingsQuery): Promise<FindingsPage | undefined>;
  pools(query: PoolsQuery): Promise<PoolsPage | undefined>;
  cluster(clusterId: string): Promise<ClusterView | undefined>;
  /** Every cluster that was swept, by id; empty before the first sweep. */
  clusterNames(): Promise<readonly ClusterNameView[]>;
  /** The newest inspection of a cluster; `undefined` when there is none (yet). */
  inspection(clusterId: string): Promise<InspectionView | undefined>;
  latestSweep(): Promise<SweepView | undefined>;
  calendar(): Promise<CalendarView>;
  image(version: string): Promise<ImageView>;
  /** What differs between two images, and what has broken between them before. */
  compareImages(from: string, to: string): Promise<ImageDiff>;

  /** What is proposed now; `undefined` before anything was planned. */
  plans(): Promise<PlansView | undefined>;
  /** @param idOrHash of a plan that is or was proposed */
  plan(idOrHash: string, query?: PlanQuery): Promise<PlanView | undefined>;
  /** Id of the proposed plan that has a cluster in one of its waves; `undefined`: none has. */
  planOf(clusterId: string): Promise<string | undefined>;
  /** The plan's runbook as Markdown. */
  runbook(idOrHash: string, query?: PlanQuery): Promise<string | undefined>;

  /** Makes a migration of every step of a proposed plan whose sign-offs, gates, window, turn and caps allow it. */
  startMigrations(): Promise<void>;
  /** The same for one plan, because a person asks for it: who cannot be its only approver. Says why nothing began. */
  startPlan(planIdOrHash: string, by: Person): Promise<StartAnswer>;
  /** One short pass of one migration. Safe to repeat, in any order. Says in which `step` it is now. */
  advanceMigration(message: AdvanceMigration): Promise<unknown>;
  /** Sends overdue passes again, and reports records that cannot be read. */
  resumeOverdue(): Promise<void>;
  /** Reports what is ours on clusters and belongs to no running migration; clears only what is provably ours. */
  findStrayMarks(): Promise<void>;
  /** @param which `open`: those that have not ended */
  migrations(which: 'open' | 'all'): Promise<MigrationsView>;
  migration(id: string): Promise<MigrationView | undefined>;
  /** Tells a migration to pause, resume, abort or roll back; it takes effect at its next pass. Deleting the target takes two people. */
  command(id: string, command: NewCommand, by: Person): Promise<CommandAnswer>;
  /** Orders that a stuck pod is ended by force: with a second person's word it is said what to run. We end nothing. */
  order(id: string, order: NewOrder, by: Person): Promise<OrderAnswer>;
  /** The whole chain, as it can be checked without us. */
  evidence(id: string): Promise<EvidenceFile | undefined>;
  signOffs(planIdOrHash: string): Promise<SignOffsView | undefined>;
  /**
   * @param how with the roles that the person holds, where they are looked up here
   * @throws InputError when the role or the reason is wrong
   */
  signOff(planIdOrHash: string, signOff: NewSignOff, by: Person, how?: HowSaid): Promise<SignOffAnswer>;
  /** Says what is due of sign-offs: asks for them, reminds, tells what became void, late, complete or refused; each once. */
  askSignOffs(): Promise<void>;
  /** Who may speak in whose place, ended ones included. */
  delegations(): Promise<readonly DelegationView[]>;
  /** @throws InputError when the days are none, lie in the past or are more than 90 */
  delegate(delegation: NewDelegation, by: Person): Promise<DelegationAnswer>;
  endDelegation(id: string, by: Person): Promise<DelegationEnd>;

  /** Asks for looks at every cluster with a watched migration. Says how many there are. */
  watchFleet(): Promise<number>;
  /** Looks at one cluster, judges its watched migrations, and does what follows. Safe to repeat, in any order. */
  evaluateAlert(message: EvaluateAlert): Promise<void>;
  /** Tells whoever is on call, through the first channel that takes it. */
  pageOnCall(message: PageOnCall): Promise<void>;
  /** What was last seen of a migration; `undefined`: nobody has looked. */
  alert(migrationId: string): Promise<AlertView | undefined>;
  /** Takes a person's choice about what is recommended. */
  answerAlert(migrationId: string, answer: NewAlertAnswer, by: Person): Promise<AlertAnswerView>;
  /** Opens a test incident on every on-call channel and closes it again. */
  testOnCall(): Promise<OnCallTestView>;

  /** What a chat service brings: something said, a button pressed, a place we were added to. */
  receiveChat(request: ChatRequest): Promise<ChatResponse>;
  /** Makes what stands in one conversation about one topic what it is to be now. Safe to repeat. */
  postChat(message: PostChat): Promise<void>;
  /** Conversations in the chat, what each hears, and what went wrong lately. */
  chats(): Promise<ChatsView>;
  /** Says which clusters a conversation hears about. `undefined`: there is no such conversation. */
  routeChat(id: string, hears: NewHears, by: Person): Promise<ConversationView | undefined>;

  /** Nothing begins and nothing goes forward from the next write on. @throws InputError when the reason is wrong */
  freeze(reason: string, by: Person): Promise<FreezeAnswer>;
  /** @throws InputError when a reason is given that is wrong */
  unfreeze(by: Person, reason?: string): Promise<FreezeAnswer>;
  freezeState(): Promise<FreezeView>;

  exemptions(): Promise<readonly ExemptionView[]>;
  /** @throws InputError when the scope is not an ARM id or `until` lies in the past or over a year ahead. */
  exempt(exemption: NewExemption, by: string): Promise<ExemptionView>;
  endExemption(id: string): Promise<'removed' | 'missing'>;
}
