/** Runs kubectl as the transcripts were recorded: an own home with only a kubeconfig, an own working directory, UTC. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number | 'timeout' | 'killed';
}

export interface Desk {
  write(files: Readonly<Record<string, string>>): void;
  run(command: Command): Running;
  dispose(): void;
}

export interface Command {
  /** Without the program. */
  readonly args: readonly string[];
  readonly stdin?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface Running {
  readonly outcome: Promise<Outcome>;
  /** Resolves with the match as soon as standard output has it; rejects when the command ends without. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  kill(): void;
}

/** What a recorded command was given before it was stopped, and a moment more for slower machines. */
const TIMEOUT_MS = 26_000;

/** `cluster` and its users as the recordings name them; `url` may be shown by kubectl, so outcomes have the recorded address in its place. */
export function openDesk(kubectl: string, url: string, namespace: string, user: string): Desk {
  const root = mkdtempSync(join(tmpdir(), 'kubarium-kubectl-'));
  const [home, folder, bin] = ['home', 'work', 'bin'].map((name) => join(root, name)) as [string, string, string];
  for (const path of [join(home, '.kube'), folder, bin]) mkdirSync(path, { recursive: true });
  writeFileSync(join(home, '.kube/config'), JSON.stringify(configOf(url, namespace, user)));
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec '${kubectl}' "$@"\n`, { mode: 0o755 });
  const shown = (text: string) =>
    text
      .replaceAll(url, 'https://127.0.0.1:6443')
      .replaceAll(url.replace(/^\w+:\/\//, ''), '127.0.0.1:6443')
      .replaceAll(folder, '$CWD')
      .replaceAll(home, '$HOME')
      .replaceAll(bin, '$BIN');
  return {
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        const place = join(folder, path);
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text);
      }
    },
    run({ args, stdin = '', env = {} }) {
      const child = spawn(kubectl, args, {
        cwd: folder,
        env: { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, HOME: home, TZ: 'UTC', LANG: 'C.UTF-8', ...env },
        detached: true,
      });
      let ending: 'timeout' | 'killed' | undefined;
      const end = (why: 'timeout' | 'killed') => {
        ending ??= why;
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      };
      const timer = setTimeout(() => end('timeout'), TIMEOUT_MS);
      const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      child.stdout.on('data', (data: Buffer) => void said.stdout.push(data));
      child.stderr.on('data', (data: Buffer) => void said.stderr.push(data));
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
      const outcome = new Promise<Outcome>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => {
          clearTimeout(timer);
          const text = (data: readonly Buffer[]) => shown(Buffer.concat(data).toString('utf8'));
          resolve({ stdout: text(said.stdout), stderr: text(said.stderr), rc: ending ?? code ?? -1 });
        });
      });
      const until = (pattern: RegExp) =>
        new Promise<RegExpExecArray>((resolve, reject) => {
          const look = () => {
            const found = pattern.exec(Buffer.concat(said.stdout).toString('utf8'));
            if (found) resolve(found);
          };
          child.stdout.on('data', look);
          look();
          void outcome.then(({ stdout, stderr }) => reject(new Error(`never said ${String(pattern)}: ${stdout}${stderr}`)));
        });
      return { outcome, until, kill: () => end('killed') };
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

function configOf(server: string, namespace: string, user: string): object {
  const named = (name: string) => ({ name, user: { token: name } });
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'demo', cluster: { server, ...(server.startsWith('https:') ? { 'insecure-skip-tls-verify': true } : {}) } }],
    contexts: [{ name: 'demo', context: { cluster: 'demo', user, namespace } }],
    'current-context': 'demo',
    users: ['admin', 'alice', 'bob'].map(named),
  };
}
