import { rm } from 'node:fs/promises';
import { build, preview } from 'vite';
import type { Browser, Page } from '@playwright/test';
import { launchChromium } from './chromium';

export interface TestPage {
  readonly url: string;
  readonly browser: Browser;
  /** A fresh page whose console errors, page errors and requests to other hosts are collected in `complaints`. */
  open(options?: {
    readonly locale?: string;
    readonly colorScheme?: 'light' | 'dark';
    readonly path?: string;
    readonly reducedMotion?: 'reduce';
  }): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** One build per process, so that several may run beside each other. */
const OUT = `.tmp/e2e-${process.pid}`;

/** Builds the page as `npm start` does, serves it on a free port of this machine and starts a Chromium. */
export async function servePage(): Promise<TestPage> {
  await build({ logLevel: 'error', build: { outDir: OUT, emptyOutDir: true } });
  const server = await preview({ logLevel: 'error', build: { outDir: OUT }, preview: { port: 0, strictPort: false, host: '127.0.0.1' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const browser = await launchChromium();
  return {
    url,
    browser,
    async open({ locale = 'en-US', colorScheme = 'light', path = '/', reducedMotion } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale,
        colorScheme,
        reducedMotion: reducedMotion ?? 'no-preference',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) complaints.push(`another host: ${request.url()}`);
      });
      await page.goto(url + path);
      return { page, complaints };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(OUT, { recursive: true, force: true });
    },
  };
}
