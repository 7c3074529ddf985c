import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

/** Starts the built app in the local Functions host and waits for its end. */
function start(settings: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const args = ['dev/functions-host/main.ts', '--no-local-settings', '--port', '0'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: settings }, (error, stdout, stderr) =>
      resolve({ code: error?.code, output: `${stdout}${stderr}` }),
    );
  });
}

test('wrong settings stop the start with one line for each, and no stack', async () => {
  const { code, output } = await start({
    SWEEP_SCHEDULE: 'daily',
    MAX_IMAGE_AGE_DAYS: 'old',
    HTTP_AUTH: 'none',
    ServiceBus: 'Endpoint=sb://127.0.0.1',
  });
  expect(code).toBe(1);
  const lines = output.trim().split('\n');
  expect(lines.map((line) => line.replace(/^.*CONFIG_WRONG: /, ''))).toEqual([
    'MAX_IMAGE_AGE_DAYS: read "old", expected a whole number from 7 to 365 (60 when not set)',
    'SWEEP_SCHEDULE: read "daily", expected six NCRONTAB fields, seconds first, without L W # ? (0 0 */6 * * * when not set)',
    'HTTP_AUTH: read "none", expected platform, function-key or open (platform when not set; open never in Azure)',
    'Storage: read nothing, expected a connection string, or else Storage__tableServiceUri and Storage__blobServiceUri',
  ]);
});
