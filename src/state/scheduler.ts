/** The running scheduler: its queue and its configuration. */
import type { ConfigurationAnswer, QueueView } from '../../workers/protocol/decision';
import type { PageReply } from '../../workers/protocol/page';
import { transport } from './connection';

const configMapPath = '/api/v1/namespaces/kube-system/configmaps';
const name = 'kube-scheduler-config';
const key = 'config.yaml';

/** Undefined where no scheduler runs, or the cluster is not simulated. */
export async function fetchQueue(): Promise<QueueView | undefined> {
  const reply = await transport().request({ method: 'GET', path: '/sim/scheduler/queue' });
  return reply.code === 200 ? (reply.body as QueueView) : undefined;
}

/** What runs; undefined where no scheduler does. */
export async function fetchConfiguration(): Promise<ConfigurationAnswer | undefined> {
  return answer(await transport().request({ method: 'GET', path: '/sim/scheduler/configuration' }));
}

/** What the scheduler would make of the text; it changes nothing. */
export async function checkConfiguration(text: string): Promise<ConfigurationAnswer | undefined> {
  return answer(await transport().request({ method: 'POST', path: '/sim/scheduler/configuration/check', body: { text } }));
}

function answer(reply: PageReply): ConfigurationAnswer | undefined {
  return reply.code === 200 ? (reply.body as ConfigurationAnswer) : undefined;
}

/** The text in the ConfigMap; undefined where there is none and the defaults run. */
export async function fetchConfigurationText(): Promise<string | undefined> {
  const reply = await transport().request({ method: 'GET', path: `${configMapPath}/${name}` });
  return reply.code === 200 ? (reply.body as { data?: Record<string, string> }).data?.[key] : undefined;
}

/** Ready-made configurations by name. */
export async function fetchReadyConfigurations(): Promise<Readonly<Record<string, object>>> {
  const reply = await transport().request({ method: 'GET', path: '/sim/scheduler/configurations' });
  return reply.code === 200 ? (reply.body as Record<string, object>) : {};
}

/** Writes the ConfigMap that the scheduler follows. */
export async function applyConfiguration(text: string): Promise<PageReply> {
  const path = `${configMapPath}/${name}`;
  const patch = { data: { [key]: text } };
  const patched = await transport().request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body: patch });
  if (patched.code !== 404) return patched;
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, ...patch };
  return transport().request({ method: 'POST', path: configMapPath, body });
}

/** Without the ConfigMap the scheduler runs what it was started with; 404 where it does already. */
export function removeConfiguration(): Promise<PageReply> {
  return transport().request({ method: 'DELETE', path: `${configMapPath}/${name}` });
}
