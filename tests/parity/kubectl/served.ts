/**
 * An API server behind TLS on a free port: kubectl sends tokens only over TLS. The certificate is made on the spot and
 * verified by nobody.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpBackend } from '../../../workers/hosts/http-listener';
import { closeServer, httpServer } from '../../../workers/hosts/http-server';

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** The recorded users; their names are their tokens. */
export const USERS = 'admin,admin,1,"system:masters"\nalice,alice,2,"developers"\nbob,bob,3,"qa"';

export async function serveOverTls(backend: HttpBackend): Promise<Served> {
  const server = httpServer(backend, certificate());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => closeServer(server) };
}

/** Of the machine, not of the project. */
const OPENSSL = 'openssl';

let made: { readonly cert: string; readonly key: string } | undefined;

function certificate(): { readonly cert: string; readonly key: string } {
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), 'kubarium-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync(OPENSSL, ['req', '-x509', ...curve, '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  made = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
