import { advanceMigration } from './advance-migration.ts';
import { answerAlert } from './alerts/answer-alert.ts';
import { evaluateAlert } from './alerts/evaluate-alert.ts';
import { pageOnCall } from './alerts/page-on-call.ts';
import { showAlert } from './alerts/show-alert.ts';
import { testOnCall } from './alerts/test-on-call.ts';
import { watchFleet } from './alerts/watch-fleet.ts';
import { announce } from './announce.ts';
import { askInspection } from './ask-inspections.ts';
import { askSignOffs } from './ask-sign-offs.ts';
import { receiveChat } from './bot/receive-chat.ts';
import { postChat } from './chat/post-chat.ts';
import { refreshRunning } from './chat/refresh.ts';
import { reviewChatTroubles } from './chat/review-troubles.ts';
import { routeChat, showChats } from './chat/show-chats.ts';
import { commandMigration } from './command-migration.ts';
import { compareImages } from './compare-images.ts';
import { delegate, delegationsOf, endDelegation } from './delegations.ts';
import { addExemption, endExemption, listExemptions } from './exemptions.ts';
import { findStrayMarks } from './find-stray-marks.ts';
import type { Fleet } from './fleet.ts';
import { freezeFleet, freezeState, unfreezeFleet } from './freeze.ts';
import { inspectCluster } from './inspect-cluster.ts';
import { latestImages } from './latest-images.ts';
import { notify } from './notify.ts';
import { orderEviction } from './order-eviction.ts';
import type { Parts } from './parts.ts';
import { planMigrations } from './plan-migrations.ts';
import { fleetQueries } from './read/fleet-queries.ts';
import { inspectionOf } from './read/inspection.ts';
import { migrationQueries } from './read/migration-queries.ts';
import { planQueries } from './read/plan-queries.ts';
import { reportDeadLetters } from './report-dead-letters.ts';
import { resumeOverdue } from './resume-overdue.ts';
import { reviewExemptions } from './review-exemptions.ts';
import { signOff, signOffsOf } from './sign-off.ts';
import { startMigrations } from './start-migrations.ts';
import { startPlan } from './start-plan.ts';
import { startSweep } from './start-sweep.ts';
import { sweepSubscription } from './sweep-subscription.ts';

/** Health is looked at first: a chat that cannot be reached keeps nobody from that. */
async function eachMinute(parts: Parts): Promise<number> {
  const watched = await watchFleet(parts);
  await refreshRunning(parts);
  return watched;
}

/** Letters first: they are what was lost. */
async function aboutOurselves(parts: Parts): Promise<void> {
  await reportDeadLetters(parts);
  await reviewChatTroubles(parts);
}

/** Everything the app can do, on one set of parts. Keep one per process: it shares what it has asked. */
export function fleetOf(parts: Parts): Fleet {
  const images = latestImages(parts);
  const fleet: Fleet = {
    ...fleetQueries(parts),
    ...planQueries(parts),
    ...migrationQueries(parts),
    startSweep: () => startSweep(parts),
    sweepSubscription: (message) => sweepSubscription(parts, images, message),
    compareImages: (from, to) => compareImages(parts, from, to),
    inspectCluster: (message) => inspectCluster(parts, message),
    inspection: (clusterId) => inspectionOf(parts, clusterId),
    askInspection: (clusterId) => askInspection(parts, clusterId),
    notify: (message) => notify(parts, message),
    reportDeadLetters: () => aboutOurselves(parts),
    announce: () => announce(parts),
    reviewExemptions: () => reviewExemptions(parts),
    planMigrations: () => planMigrations(parts),
    freeze: (reason, by) => freezeFleet(parts, reason, by),
    unfreeze: (by, reason) => unfreezeFleet(parts, by, reason),
    freezeState: () => freezeState(parts),
    exemptions: () => listExemptions(parts),
    exempt: (exemption, by) => addExemption(parts, exemption, by),
    endExemption: (id) => endExemption(parts, id),
    startMigrations: () => startMigrations(parts),
    startPlan: (planIdOrHash, by) => startPlan(parts, planIdOrHash, by),
    advanceMigration: (message) => advanceMigration(parts, message),
    resumeOverdue: () => resumeOverdue(parts),
    findStrayMarks: () => findStrayMarks(parts),
    command: (id, command, by) => commandMigration(parts, id, command, by),
    order: (id, order, by) => orderEviction(parts, id, order, by),
    watchFleet: () => eachMinute(parts),
    evaluateAlert: (message) => evaluateAlert(parts, message),
    pageOnCall: (message) => pageOnCall(parts, message),
    alert: (migrationId) => showAlert(parts, migrationId),
    answerAlert: (migrationId, answer, by) => answerAlert(parts, migrationId, answer, by),
    testOnCall: () => testOnCall(parts),
    signOffs: (planIdOrHash) => signOffsOf(parts, planIdOrHash),
    signOff: (planIdOrHash, given, by, how) => signOff(parts, planIdOrHash, given, by, how),
    askSignOffs: () => askSignOffs(parts),
    delegations: () => delegationsOf(parts),
    delegate: (given, by) => delegate(parts, given, by),
    endDelegation: (id, by) => endDelegation(parts, id, by),
    receiveChat: (request) => receiveChat(parts, fleet, request),
    postChat: (message) => postChat(parts, fleet, message),
    chats: () => showChats(parts),
    routeChat: (id, hears, by) => routeChat(parts, id, hears, by),
  };
  return fleet;
}
