/** kube-scheduler and kube-controller-manager of Kubernetes 1.36, and `npm run serve` for them to work on. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CA = fileURLToPath(new URL('ca.crt', import.meta.url));
const KILL_AFTER_MS = 5000;
const READY = /at (http:\S+?),/;

export interface Running {
  readonly url: string;
  /** What a program has said so far. */
  log(program: 'kube-scheduler' | 'kube-controller-manager'): string;
  stop(): Promise<void>;
}

/** The folder with both programs: $ORACLE_BIN, else ~/.cache/kubarium-oracle; undefined where there is none. */
export function findPrograms(): string | undefined {
  const folder = process.env['ORACLE_BIN'] ?? join(homedir(), '.cache/kubarium-oracle');
  return ['kube-scheduler', 'kube-controller-manager'].every((name) => existsSync(join(folder, name))) ? folder : undefined;
}

/** The host without scheduler and controllers, and the real ones instead of them. */
export async function startPrograms(folder: string, nodes: number): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'kubarium-programs-'));
  const config = join(home, 'kubeconfig');
  const key = join(home, 'sa.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const children: { readonly child: ChildProcess; said: string }[] = [];
  const run = (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const entry = { child, said: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void (entry.said += data.toString()));
    children.push(entry);
    return entry;
  };
  const stop = async () => {
    await Promise.all(children.reverse().map(({ child }) => ended(child)));
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const options = ['--port', '0', '--nodes', String(nodes), '--no-scheduler', '--controllers=-*', '--kubeconfig', config];
    const server = run(process.execPath, ['--import', 'tsx', 'workers/hosts/node-http.ts', ...options]);
    await until(() => READY.test(server.said) || server.child.exitCode !== null, 30_000);
    const url = READY.exec(server.said)?.[1];
    if (!url) throw new Error(`the host does not start: ${server.said}`);
    const common = [
      '--kubeconfig',
      config,
      '--kube-api-content-type=application/json',
      '--secure-port=0',
      '--leader-elect=true',
      '--kube-api-qps=100',
      '--kube-api-burst=200',
    ];
    const manager = run(join(folder, 'kube-controller-manager'), [
      ...common,
      `--service-account-private-key-file=${key}`,
      `--root-ca-file=${CA}`,
      '--use-service-account-credentials=false',
      '--allocate-node-cidrs',
      '--cluster-cidr=10.244.0.0/16',
      `--flex-volume-plugin-dir=${home}`,
    ]);
    const scheduler = run(join(folder, 'kube-scheduler'), common);
    return { url, log: (program) => (program === 'kube-scheduler' ? scheduler : manager).said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Asks it to end, and makes it. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

export async function until(isTrue: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
