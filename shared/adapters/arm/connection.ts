import { Agent } from 'node:https';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  type HttpClient,
  type Pipeline,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { ConfigError } from '../../domain/errors.ts';
import type { Pause } from '../../ports/clock.ts';
import { simulatorCredential } from './credential.ts';
import { resourceGraphPacing } from './pacing.ts';

const AZURE = 'https://management.azure.com';
const SCOPE = 'https://management.azure.com/.default';

/** One way to Azure Resource Manager for all of its clients: one sign-in, one set of connections, one retry rule. */
export interface ArmConnection {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly pipeline: Pipeline;
  readonly httpClient: HttpClient;
  /** Ends a call with all its retries. */
  deadline(): AbortSignal;
}

export interface ArmSettings {
  /** Azure when absent; else a simulator on this machine, and no other host. */
  readonly simulator?: { readonly endpoint: string; readonly ca: string };
  /** Not used for a simulator. */
  readonly credential: TokenCredential;
  readonly pause: Pause;
  readonly patience?: Partial<Patience>;
}

/** How long we wait for Azure. Inside a Functions invocation of ten minutes, with room to report what was not seen. */
export interface Patience {
  readonly attemptMs: number;
  readonly callMs: number;
  readonly retries: number;
  readonly firstRetryMs: number;
  /** A longer `Retry-After` is not waited for: what asked is told "throttled", and the next sweep asks again. */
  readonly longestRetryAfterMs: number;
}

const PATIENCE: Patience = {
  attemptMs: 30_000,
  callMs: 150_000,
  retries: 3,
  firstRetryMs: 1_000,
  longestRetryAfterMs: 60_000,
};

/**
 * For changes: asked once, because a second try is the next pass's, which looks first; and a `Retry-After` of any
 * length is passed on.
 */
export const WRITE_PATIENCE: Partial<Patience> = {
  callMs: 60_000,
  retries: 0,
  longestRetryAfterMs: Number.POSITIVE_INFINITY,
};

/** @throws ConfigError when `simulator` names a host that is not this machine: it would be handed a token. */
export function connectToArm({ simulator, credential, pause, patience }: ArmSettings): ArmConnection {
  if (simulator) refuseOtherHosts(simulator.endpoint);
  const limits = { ...PATIENCE, ...patience };
  const used = simulator ? simulatorCredential : credential;
  const pipeline = createPipelineFromOptions({
    retryOptions: { maxRetries: limits.retries, retryDelayInMs: limits.firstRetryMs, maxRetryDelayInMs: 10_000 },
    userAgentOptions: { userAgentPrefix: 'image-steward' },
  });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: used, scopes: SCOPE }));
  pipeline.addPolicy(attemptLimits(limits), { afterPhase: 'Retry' });
  pipeline.addPolicy(fewConnections(simulator?.ca));
  pipeline.addPolicy(resourceGraphPacing(pause), { afterPhase: 'Retry' });
  return {
    endpoint: simulator?.endpoint.replace(/\/+$/, '') ?? AZURE,
    credential: used,
    pipeline,
    httpClient: createDefaultHttpClient(),
    deadline: () => AbortSignal.timeout(limits.callMs),
  };
}

function refuseOtherHosts(endpoint: string): void {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) return;
  throw new ConfigError('ARM_ENDPOINT_NOT_LOCAL', 'ARM_ENDPOINT may only name a simulator on this machine, by https.', {
    hostname,
  });
}

/** A connection costs memory and a TLS handshake on both sides; more of them do not make Azure answer sooner. */
const CONNECTIONS = 32;

/** @param ca of a simulator; Azure's own authorities when absent */
function fewConnections(ca: string | undefined): PipelinePolicy {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ...(ca === undefined ? {} : { ca }) });
  return {
    name: 'fewConnections',
    sendRequest(request, next) {
      request.agent ??= agent; // a proxy brings its own
      return next(request);
    },
  };
}

/** The client waits as long as `Retry-After` says, without a limit; without the header it gives up. */
function attemptLimits({ attemptMs, longestRetryAfterMs }: Patience): PipelinePolicy {
  return {
    name: 'attemptLimits',
    async sendRequest(request, next) {
      request.timeout = attemptMs;
      const response = await next(request);
      const seconds = Number(response.headers.get('retry-after'));
      if (seconds * 1000 > longestRetryAfterMs) response.headers.delete('retry-after');
      return response;
    },
  };
}
