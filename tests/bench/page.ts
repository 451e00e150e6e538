import type { Browser, Page } from '@playwright/test';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';
import { deployment } from '../support/manifests';
import type { Print } from './run';

const REPLICAS = 1_000;
const LIMIT_MS = 120_000;

interface Probe {
  /** Durations of main-thread tasks over 50 ms, in order. */
  readonly longTasks: number[];
  /** A port to the cluster, as the page itself has one. */
  port?: MessagePort;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/**
 * The longest main-thread task of the page while a Deployment's 1,000 replicas become Ready on 10 nodes, in wall time (0: none over
 * 50 ms), and the most processor time one took: where the cluster's workers have no cores of their own, wall time is mostly waiting.
 */
export async function pageBench(print: Print): Promise<void> {
  const served = await servePage();
  try {
    for (const speed of [1, 20]) print(await measure(served, speed));
  } finally {
    await served.close();
  }
}

async function measure(served: TestPage, speed: number): ReturnType<typeof watchReplicas> {
  const { page } = await served.open({ path: '/blank' });
  await page.addInitScript({ content: 'globalThis.__name = (named) => named' }); // what tsx leaves in functions that run in the page
  await page.addInitScript(probe);
  await page.goto(`${served.url}/?nodes=10&demo=0`);
  await page.getByRole('region', { name: /^Node node-10, Ready/ }).waitFor({ timeout: 60_000 });
  await request(page, 'PATCH', '/sim/clock', { paused: false, speed });
  await page.waitForTimeout(2_000);
  const figure = await watchReplicas(served.browser, page, speed);
  await page.context().close();
  return figure;
}

async function watchReplicas(browser: Browser, page: Page, speed: number) {
  await page.evaluate(() => (window.probe.longTasks.length = 0));
  await browser.startTracing(page, { categories: ['toplevel'] });
  const started = performance.now();
  await request(page, 'POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', REPLICAS));
  while ((await readyReplicas(page)) < REPLICAS) {
    if (performance.now() - started > LIMIT_MS) throw new Error(`${REPLICAS} replicas are not Ready after ${LIMIT_MS} ms`);
    await page.waitForTimeout(250);
  }
  const seconds = (performance.now() - started) / 1000;
  await page.waitForTimeout(1_000);
  const tasks = await page.evaluate(() => window.probe.longTasks);
  const processorMs = longestProcessorMs(await browser.stopTracing());
  return {
    name: 'page-longest-task',
    value: Math.max(0, ...tasks),
    unit: 'ms',
    replicas: REPLICAS,
    nodes: 10,
    speed,
    processorMs,
    over50ms: tasks.length,
    secondsToReady: Math.round(seconds * 10) / 10,
  };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the thread's processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

function longestProcessorMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: TraceEvent) => main.some((thread) => thread.pid === pid && thread.tid === tid);
  const longest = traceEvents.reduce((most, event) => (event.ph === 'X' && isMain(event) ? Math.max(most, event.tdur ?? 0) : most), 0);
  return Math.round(longest / 1000);
}

async function readyReplicas(page: Page): Promise<number> {
  const body = (await request(page, 'GET', '/apis/apps/v1/namespaces/default/deployments/web')) as { status?: { readyReplicas?: number } };
  return body.status?.readyReplicas ?? 0;
}

/** Asks the cluster through the page's own port. */
function request(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  return page.evaluate(
    ({ method, path, body }) =>
      new Promise((resolve) => {
        const { port } = window.probe;
        const id = 1e9 + Math.floor(performance.now() * 1000);
        const listen = ({ data }: MessageEvent) => {
          if (data.type !== 'reply' || data.id !== id) return;
          port?.removeEventListener('message', listen);
          resolve(data.reply.body);
        };
        port?.addEventListener('message', listen);
        port?.postMessage({ type: 'request', id, request: { method, path, body } });
      }),
    { method, path, body },
  );
}

/** Runs in the page before its own code: remembers long tasks, and the port by which the page talks to the cluster. */
function probe(): void {
  window.probe = { longTasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.probe.longTasks.push(Math.round(entry.duration));
  }).observe({ type: 'longtask' });
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest: never[]) {
    if (message?.type === 'request') window.probe.port = this;
    post.call(this, message, ...rest);
  };
}
