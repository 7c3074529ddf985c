import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const main = readFileSync('infra/main.bicep', 'utf8');
const app = readFileSync('infra/modules/function-app.bicep', 'utf8');
const bot = readFileSync('infra/modules/chat.bicep', 'utf8');

test('there is no bot until somebody asks for one', () => {
  expect(main).toContain('param chat bool = false');
  expect(readFileSync('infra/main.parameters.json', 'utf8')).toContain('STEWARD_CHAT=false');
  expect(main).toContain("module botIdentity 'modules/identity.bicep' = if (chat) {");
  expect(main).toContain("module bot 'modules/chat.bicep' = if (chat) {");
});

test('the bot signs in as an identity of its own, and takes no key', () => {
  expect(main).toContain("params: { name: 'id-image-steward-bot-${suffix}'");
  expect(bot).toContain("msaAppType: 'UserAssignedMSI'");
  expect(bot).toContain('disableLocalAuth: true');
  expect(main).toContain("botClientId: chat ? botIdentity!.outputs.clientId : ''");
});

test('the identity of the bot has no role anywhere', () => {
  expect(main).not.toContain('botIdentity!.outputs.principalId');
  expect(bot).not.toContain('roleAssignments');
});

test('sign-in by the platform lets through what Teams sends, only while there is a bot, and nothing else', () => {
  const excluded = [...app.matchAll(/^.*excludedPaths.*$/gm)].map(([line]) => line);
  expect(excluded).toEqual(["var letThrough = empty(botClientId) ? {} : { excludedPaths: ['/api/messages'] }"]);
  expect(app).toMatch(/globalValidation: union\(\n\s*\{ requireAuthentication: true, .*\},\n\s*letThrough\n/);
});

test('Teams is told the address that is let through', () => {
  expect(bot).toContain("endpoint: 'https://${host}/api/messages'");
});

test('the app says who it is in Teams only while there is a bot', () => {
  expect(app).toMatch(/var bot = empty\(botClientId\)\n {2}\? \{\}\n {2}: \{\n {6}CHAT: 'teams'\n/);
  expect([...app.matchAll(/\bCHAT: /g)]).toHaveLength(1);
});
