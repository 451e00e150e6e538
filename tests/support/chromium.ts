import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium is: $KUBARIUM_CHROMIUM, the system's, Playwright's; undefined if there is none. */
function findChromium(): string | undefined {
  const named = process.env['KUBARIUM_CHROMIUM'];
  if (named) return named;
  return [...SYSTEM, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', chromium.executablePath()].find((path) =>
    existsSync(path),
  );
}

/** Installs one: Debian's package as root, else Playwright's download. */
function installChromium(): void {
  const run = (command: string, args: string[]) =>
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  const asRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (
    asRoot &&
    run('apt-get', ['update', '-qq']) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
  )
    return;
  run('npx', ['playwright', 'install', 'chromium']);
}

export async function launchChromium(): Promise<Browser> {
  let executablePath = findChromium();
  if (!executablePath) {
    installChromium();
    executablePath = findChromium();
  }
  if (!executablePath) {
    throw new Error(
      'No Chromium found or installable. Install one (Debian: apt-get install chromium; else: npx playwright install chromium) or name it in KUBARIUM_CHROMIUM.',
    );
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
