import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  /** PEM; as it is self-signed, it is also the authority that a client has to trust. */
  readonly cert: string;
  /** Where `cert` lies for other processes. */
  readonly caFile: string;
  remove(): Promise<void>;
}

const VALID_DAYS = 30;

/** A certificate for 127.0.0.1, made new at every start; the key never leaves this process. */
export async function loopbackCertificate(): Promise<Certificate> {
  const notBefore = new Date(Date.now() - 3_600_000);
  const made = await generate([{ name: 'commonName', value: 'Image Steward simulator' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    notAfterDate: new Date(notBefore.getTime() + VALID_DAYS * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'image-steward-simulator-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, made.cert);
  return { key: made.private, cert: made.cert, caFile, remove: () => rm(folder, { recursive: true, force: true }) };
}
