import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';

/** Where tables and blobs are: by connection string (local), or by address with an identity. */
export type StorageAccount =
  | { readonly connectionString: string }
  | { readonly tableServiceUri: string; readonly blobServiceUri: string; readonly credential: TokenCredential };

/** One more than the client's own default: a sweep that waits some seconds loses nothing. */
export const RETRIES: Retries = { maxRetries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 5_000 };

export interface Retries {
  readonly maxRetries: number;
  readonly retryDelayInMs: number;
  readonly maxRetryDelayInMs: number;
}

export function tableClient(account: StorageAccount, table: string, retryOptions: Retries): TableClient {
  if ('connectionString' in account) {
    const allowInsecureConnection = isLocal(account.connectionString);
    return TableClient.fromConnectionString(account.connectionString, table, { allowInsecureConnection, retryOptions });
  }
  return new TableClient(account.tableServiceUri, table, account.credential, { retryOptions });
}

export function blobService(account: StorageAccount, { maxRetries, retryDelayInMs, maxRetryDelayInMs }: Retries) {
  const retryOptions = { maxTries: maxRetries + 1, retryDelayInMs, maxRetryDelayInMs };
  if ('connectionString' in account) {
    return BlobServiceClient.fromConnectionString(account.connectionString, { retryOptions });
  }
  return new BlobServiceClient(account.blobServiceUri, account.credential, { retryOptions });
}

/** Plain http is for the emulator on this machine only. */
function isLocal(connectionString: string): boolean {
  return (
    /UseDevelopmentStorage=true/i.test(connectionString) ||
    /TableEndpoint=http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(connectionString)
  );
}
