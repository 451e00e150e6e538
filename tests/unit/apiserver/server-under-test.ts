/** An API server of its own for each test, with everything that enters the store frozen. */
import type { AnyObject, KubeList, WatchEvent } from '../../../workers/api/meta';
import type { ApiReply, ApiRequest, RequestOptions, Verb } from '../../../workers/api/request';
import { ApiServer } from '../../../workers/apiserver/server';
import { randomStream } from '../../../workers/sim/prng';
import { defaultAccount } from '../../support/manifests';
import { Store } from '../../../workers/store/store';

const GROUPS: Readonly<Record<string, string>> = {
  deployments: 'apps',
  replicasets: 'apps',
  jobs: 'batch',
  leases: 'coordination.k8s.io',
  poddisruptionbudgets: 'policy',
};

export class ServerUnderTest {
  nowMs = 0;
  readonly store = new Store();
  readonly api = new ApiServer({ store: this.store, random: randomStream(1, 'apiserver'), clock: () => this.nowMs, freeze: true });

  constructor() {
    this.letPodsCome('default');
  }

  letPodsCome(namespace: string): void {
    const reply = this.api.handle(defaultAccount(namespace));
    if (reply.code !== 201) throw new Error(JSON.stringify(reply.body));
  }

  /** In namespace "default" unless `more` says otherwise; cluster-scoped resources ignore it. */
  call(verb: Verb, resource: string, more: Partial<ApiRequest> = {}): ApiReply {
    return this.api.handle({ verb, group: GROUPS[resource] ?? '', version: 'v1', resource, namespace: 'default', ...more });
  }

  /** The object, or a thrown failure. */
  must(verb: Verb, resource: string, more: Partial<ApiRequest> = {}): AnyObject {
    const reply = this.call(verb, resource, more);
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
    return reply.body as AnyObject;
  }

  names(resource: string, options: RequestOptions = {}): (string | undefined)[] {
    return (this.must('list', resource, { options }) as unknown as KubeList).items.map(({ metadata }) => metadata?.name);
  }

  /** "ADDED web" per event as they come. */
  watch(resource: string, options: RequestOptions): { readonly seen: string[]; readonly events: WatchEvent[]; stop(): void } {
    const seen: string[] = [];
    const events: WatchEvent[] = [];
    const opened = this.api.watch(
      { verb: 'watch', group: GROUPS[resource] ?? '', version: 'v1', resource, namespace: 'default', options },
      {
        events: (batch) => {
          events.push(...batch);
          seen.push(...batch.map(({ type, object }) => `${type} ${object.metadata?.name ?? ''}`.trim()));
        },
        closed: () => void seen.push('closed'),
      },
    );
    if (!('stop' in opened)) throw new Error(JSON.stringify(opened.body));
    return { seen, events, stop: () => opened.stop() };
  }
}

export function configMap(name: string, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more } };
}

export function pod(name: string, spec: object = {}, metadata: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } };
}

export function message(reply: ApiReply): string | undefined {
  return (reply.body as { message?: string }).message;
}
