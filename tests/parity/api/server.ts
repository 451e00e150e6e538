/** The API server that cases talk to, with stand-ins for the few controllers the recorded server had. */
import { handleHttp, route } from '../../../workers/apiserver/http';
import type { HttpReply, HttpRequest } from '../../../workers/apiserver/http';
import { parseTokenFile } from '../../../workers/apiserver/authn/token-file';
import { ApiServer } from '../../../workers/apiserver/server';
import { deleteNamespace } from '../../../workers/controllers/namespace/deleter';
import type { ServedResource } from '../../../workers/controllers/resources';
import { aggregatedRules } from '../../../workers/controllers/clusterrole-aggregation/aggregate';
import type { AnyObject, KubeList, WatchEvent } from '../../../workers/api/meta';
import { parseTime } from '../../../workers/api/time';
import { randomStream } from '../../../workers/sim/prng';
import { QuotaStandIn } from './quota-usage';
import docs from '../../../workers/resources/schema/generated/docs.json';
import { Store } from '../../../workers/store/store';

const CA_NOTE =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** The recorded users; their names are their tokens. */
const USERS = `admin,admin,u-admin,"system:masters"
alice,alice,u-alice,"dev"
bob,bob,u-bob
carol,carol,u-carol,"ops,dev"
kubelet,system:node:node-a,u-node-a,"system:nodes"`;

/** Between the deletion of a namespace and that of its content (pkg/controller/namespace/namespace_controller.go). */
const NAMESPACE_GRACE_MS = 5000;
const WAIT_SECONDS = 10;

export interface Answer {
  readonly reply?: HttpReply;
  /** Of a watch: all its documents. */
  readonly events?: readonly unknown[];
  /** Of a watch. */
  readonly contentType?: string;
  readonly warnings?: readonly string[];
}

export class CaseServer {
  private nowMs = 0;
  readonly api = new ApiServer({ store: new Store(), random: randomStream(1, 'apiserver'), clock: () => this.nowMs, freeze: true });
  private readonly quotas = new QuotaStandIn(this.api);

  constructor() {
    this.api.resources.docs = docs;
    this.api.access.authenticator.staticTokens = parseTokenFile(USERS);
    this.settle();
  }

  /** Virtual time moves a little with every request, so that times differ where they may. */
  send(http: HttpRequest): Answer {
    this.nowMs += 10;
    const way = route(this.api.resources, http, this.api.access);
    if (way.type !== 'watch') {
      const reply = handleHttp(this.api, http);
      this.settle();
      return { reply };
    }
    const events: WatchEvent[] = [];
    const opened = this.api.watch(way.request, { events: (batch) => void events.push(...batch), closed: () => undefined });
    if (!('stop' in opened)) return { reply: way.fail(opened) };
    opened.stop();
    return { events: way.encode(events, this.nowMs), contentType: way.contentType, warnings: way.warnings ?? [] };
  }

  sleep(seconds: number): void {
    this.nowMs += seconds * 1000;
    this.settle();
  }

  /** As long as controllers may need for anything. */
  wait(): void {
    this.sleep(WAIT_SECONDS);
  }

  /** Runs the stand-ins: a service account and the root certificate in every namespace; the end of terminating ones is the product's own. */
  private settle(): void {
    const namespaces = this.api.handle({ verb: 'list', group: '', version: 'v1', resource: 'namespaces' }).body as KubeList;
    for (const namespace of namespaces.items) {
      if (namespace.metadata?.deletionTimestamp === undefined) this.furnish(namespace.metadata?.name ?? '');
      else this.end(namespace);
    }
    this.aggregate();
    this.quotas.settle();
  }

  private aggregate(): void {
    const where = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' } as const;
    const roles = (this.api.handle({ verb: 'list', ...where }).body as KubeList).items;
    for (const role of roles) {
      const rules = aggregatedRules(role, roles);
      if (rules) this.api.handle({ verb: 'update', ...where, name: role.metadata?.name ?? '', body: { ...role, rules } });
    }
  }

  private furnish(namespace: string): void {
    const core = { group: '', version: 'v1', namespace } as const;
    if (this.api.handle({ ...core, verb: 'get', resource: 'serviceaccounts', name: 'default' }).code === 404) {
      this.api.handle({ ...core, verb: 'create', resource: 'serviceaccounts', body: { metadata: { name: 'default' } } });
    }
    if (this.api.handle({ ...core, verb: 'get', resource: 'configmaps', name: 'kube-root-ca.crt' }).code === 404) {
      const body = {
        metadata: { name: 'kube-root-ca.crt', annotations: { 'kubernetes.io/description': CA_NOTE } },
        data: { 'ca.crt': 'certificate' },
      };
      this.api.handle({ ...core, verb: 'create', resource: 'configmaps', body });
    }
  }

  private served(): ServedResource[] {
    const stored = this.api.resources.all.filter(({ verbs }) => verbs === undefined);
    return stored.map(({ group, version, resource, kind, namespaced, custom }) => ({
      ...{ group, version, resource, kind, namespaced },
      ...(custom ? { custom: true } : {}),
    }));
  }

  /** The namespace controller takes its time: what was created a moment ago may still be on its way. */
  private end({ metadata }: AnyObject): void {
    if (this.nowMs < parseTime(metadata?.deletionTimestamp ?? '') + NAMESPACE_GRACE_MS) return;
    const context = {
      resources: () => this.served(),
      nowMs: () => this.nowMs,
      contentRemains: () => undefined,
    };
    const script = deleteNamespace(context, metadata?.name ?? '');
    for (let step = script.next(); !step.done;) step = script.next(step.value.map((request) => this.api.handle(request)));
  }
}
