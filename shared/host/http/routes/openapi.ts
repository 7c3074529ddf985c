import { z } from 'zod';
import { openapiDocument } from '../openapi.ts';
import { json, type Route } from '../route.ts';
import { answerAlert, showAlert, testOnCall } from './alerts.ts';
import { showCalendar, subscribeToCalendar } from './calendar.ts';
import { listChats, routeChat } from './chats.ts';
import { addDelegation, endDelegation, listDelegations } from './delegations.ts';
import { addExemption, endExemption, listExemptions } from './exemptions.ts';
import { listFindings, listPools, showCluster, showImage, showLatestSweep } from './fleet.ts';
import { endFreeze, freezeFleet, showFreeze } from './freeze.ts';
import { askInspection, showInspection } from './inspections.ts';
import { commandMigration, listMigrations, orderOnMigration, showEvidence, showMigration } from './migrations.ts';
import { listPlans, showPlan, showRunbook } from './plans.ts';
import { listSignOffs, signOffPlan, startPlan } from './sign-offs.ts';

export const showOpenapi: Route = {
  name: 'api-openapi',
  method: 'GET',
  path: 'api/openapi.json',
  summary: 'This document',
  answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
  handle: async () => json(200, document()),
};

/** Every route of the API, in the order of the document. */
export const API_ROUTES: readonly Route[] = [
  showLatestSweep,
  listFindings,
  listPools,
  showCluster,
  showInspection,
  askInspection,
  showImage,
  showCalendar,
  subscribeToCalendar,
  listPlans,
  showPlan,
  showRunbook,
  listSignOffs,
  signOffPlan,
  startPlan,
  listMigrations,
  showMigration,
  commandMigration,
  orderOnMigration,
  showEvidence,
  showAlert,
  answerAlert,
  testOnCall,
  showFreeze,
  freezeFleet,
  endFreeze,
  listDelegations,
  addDelegation,
  endDelegation,
  listChats,
  routeChat,
  listExemptions,
  addExemption,
  endExemption,
  showOpenapi,
];

let made: object | undefined;

function document(): object {
  made ??= openapiDocument(API_ROUTES);
  return made;
}
