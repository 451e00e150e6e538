/**
 * kube-apiserver without HTTP: typed requests in, replies and watch events out, all synchronous. HTTP is http.ts.
 */
import type { AnyObject } from '../api/meta';
import { isFailure } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import type { ObjectReader, ResourceDefinition } from '../resources/definition';
import { resourceDefinitions } from '../resources/registry';
import type { RandomStream } from '../sim/component';
import { isStatus } from '../api/status';
import type { Status } from '../api/status';
import type { Store } from '../store/store';
import { AccessControl } from './access-control';
import { ApiServices } from './api-services';
import { componentUser } from './authn/component-users';
import { writeBootstrapPolicy } from './authz/bootstrap-policy/write';
import { PolicyStatus } from './admission/policies/policy-status';
import { admissionPlugins } from './admission/registry';
import type { AdmissionPlugin } from './admission/plugin';
import type { Backend, LogSource, RequestScope } from './backend';
import { CustomResources } from './crd/custom-resources';
import { presentedSink, subresourceNotFound } from './crd/serve-custom';
import { VersionedStore } from './crd/versioned-store';
import { defaultObjects } from './default-objects';
import { keyOf, prefixOf, resourcePrefix } from './keys';
import { metricsText } from './metrics/metrics';
import { RequestCounts } from './metrics/request-counts';
import { failed, methodNotAllowed, resourceNotFound } from './replies';
import { ResourceTable } from './resource-table';
import { Allocators } from './service/allocators';
import type { IpFamily } from './service/allocators';
import { serveReview } from './reviews/registry';
import { serveSubresource } from './subresources/registry';
import { writeSystemObjects } from './system-objects';
import { convertingSink, serveVersion, storedDefinition, storedOptions } from './versions/serve';
import { create } from './verbs/create';
import { remove } from './verbs/delete';
import { removeCollection } from './verbs/delete-collection';
import { get } from './verbs/get';
import { list } from './verbs/list';
import { patch } from './verbs/patch';
import { update } from './verbs/update';
import { serveView } from './views/registry';
import { WatchHub } from './watch/hub';
import type { WatchSink } from './watch/hub';
import { watch } from './watch/watch';

export interface ApiServerOptions {
  readonly store: Store;
  /** The API server's own stream; uids, generated names and Service IPs come from forks of it. */
  readonly random: RandomStream;
  /** Virtual milliseconds since the cluster's start. */
  readonly clock: () => number;
  readonly registry?: readonly ResourceDefinition[];
  readonly admission?: readonly AdmissionPlugin[];
  readonly logs?: LogSource;
  /** Whether a program of the cluster runs: "kube-scheduler"; absent: none does. */
  readonly runs?: (program: string) => boolean;
  /** Families that Services can have addresses of, the default one first; absent: IPv4 only. */
  readonly serviceFamilies?: readonly IpFamily[];
  /** false: start without the default namespaces and the Service "kubernetes". */
  readonly defaults?: boolean;
  /** Deep-freeze stored objects: for development and tests. */
  readonly freeze?: boolean;
}

export class ApiServer {
  readonly resources: ResourceTable;
  /** For hosts: who may come in. */
  readonly access: AccessControl;
  /** Without the bootstrap policy components could do nothing. */
  private readonly policed: boolean;
  private readonly backend: Backend;
  /** The backend of dry runs: its own random streams, so that asking leaves no mark on what happens later. */
  private readonly rehearsal: Backend;
  private readonly stopListening: () => void;
  private readonly customResources: CustomResources;
  private readonly policyStatus: PolicyStatus;
  private readonly apiServices: ApiServices;
  private readonly counts = new RequestCounts();

  constructor(options: ApiServerOptions) {
    const { store, random, clock, registry = resourceDefinitions, admission = admissionPlugins } = options;
    this.resources = new ResourceTable(registry);
    const reader = readerOf(store, this.resources);
    this.access = new AccessControl(reader, random.fork('tokens'), clock);
    this.backend = {
      store,
      resources: this.resources,
      reader,
      access: this.access,
      hub: new WatchHub(),
      admission,
      allocators: new Allocators(random.fork('services'), options.serviceFamilies),
      clock,
      uids: random.fork('uids'),
      names: random.fork('names'),
      ...(options.logs ? { logs: options.logs } : {}),
      ...(options.runs ? { runs: options.runs } : {}),
      freeze: options.freeze ?? false,
    };
    const { counts, resources } = this;
    this.resources.metrics = () => metricsText({ counts, resources, store, hub: this.backend.hub });
    this.rehearsal = { ...this.backend, uids: random.fork('dry-run/uids'), names: random.fork('dry-run/names') };
    for (const { value } of store.range(resourcePrefix('', 'services'))) this.backend.allocators.hold(value as AnyObject);
    this.customResources = new CustomResources(this.backend);
    this.policyStatus = new PolicyStatus(this.backend);
    this.apiServices = new ApiServices(this.backend, random.fork('api-services'));
    this.stopListening = store.onChange((change) => {
      this.customResources.changed(change);
      this.apiServices.changed(change);
      this.policyStatus.changed(change);
      this.access.changed(change.key);
      this.backend.hub.publish(change, clock());
    });
    this.customResources.settle();
    this.policed = options.defaults ?? true;
    if (this.policed) this.createDefaults(random.fork('system-objects'));
  }

  handle(request: ApiRequest): ApiReply {
    const definition = this.resources.find(request.group, request.version, request.resource);
    if (!definition) return failed(resourceNotFound());
    const reply = this.serveRequest(request, definition);
    this.counts.add(definition, request, reply);
    this.customResources.settle();
    this.apiServices.settle();
    this.policyStatus.settle();
    return reply;
  }

  private serveRequest(request: ApiRequest, definition: ResourceDefinition): ApiReply {
    const refusal = this.refusal(request);
    if (refusal) return failed(refusal);
    const scope = this.scopeOf(request, definition);
    if (definition.verbs) return request.verb === 'create' ? serveReview(scope, request.body) : serveView(scope, request);
    if (request.subresource && request.subresource !== 'status') return warned(scope, serveSubresource(scope, request));
    if (request.subresource === 'status') {
      if (!definition.hasStatus) return failed(definition.custom ? subresourceNotFound(definition, request) : resourceNotFound());
      if (!['get', 'update', 'patch'].includes(request.verb)) return failed(methodNotAllowed());
    }
    const reply = definition.view ? serveVersion(scope, definition.view, request, serve) : serve(scope, request);
    if (isFailure(reply)) return warned(scope, reply);
    return definition.strategy.shown ? shownReply(reply, definition.strategy.shown) : reply;
  }

  /** The sink gets initial events before this returns. The reply is always a failure. */
  watch(request: ApiRequest, sink: WatchSink): { stop(): void } | ApiReply {
    const definition = this.resources.find(request.group, request.version, request.resource);
    if (!definition) return failed(resourceNotFound());
    const refusal = this.refusal(request);
    if (refusal) return failed(refusal);
    if (definition.verbs) return failed(methodNotAllowed());
    const { custom, view } = definition;
    if (view) {
      const scope = this.scopeOf(request, storedDefinition(definition, view));
      const options = storedOptions(view, request.options ?? {});
      return isStatus(options) ? failed(options) : watch(scope, options, convertingSink(definition, view, sink), request.name);
    }
    const scope = this.scopeOf(request, definition);
    return watch(scope, request.options ?? {}, custom ? presentedSink(custom, sink) : sink, request.name);
  }

  /** Clients with groups were let in at the door (AccessControl); this is for components, which come without. */
  private refusal(request: ApiRequest): Status | undefined {
    if (!this.policed || request.userInfo || request.user === undefined) return undefined;
    return this.access.components.refusal(request.user, request);
  }

  get nowMs(): number {
    return this.backend.clock();
  }

  /** Ends all watches and stops following the store. */
  close(): void {
    this.stopListening();
    this.backend.hub.closeAll();
  }

  /** On a store that has them already, nothing happens. */
  private createDefaults(uids: RandomStream): void {
    for (const request of defaultObjects()) {
      if (!this.resources.find(request.group, request.version, request.resource)) continue;
      const { group, resource, namespace = '', body } = request;
      if (this.backend.reader.get(group, resource, namespace, body.metadata.name)) continue;
      const reply = this.handle(request);
      if (reply.code !== 201)
        throw new Error(
          `apiserver: cannot create its own ${request.resource} ${request.body.metadata.name}: ${JSON.stringify(reply.body)}`,
        );
    }
    writeBootstrapPolicy(this.backend, (request) => this.handle(request));
    writeSystemObjects(this.backend, uids);
  }

  private scopeOf(request: ApiRequest, definition: ResourceDefinition): RequestScope {
    const { custom, group, resource } = definition;
    const backend = request.options?.dryRun ? this.rehearsal : this.backend;
    return {
      backend: custom ? { ...backend, store: new VersionedStore(backend.store, custom, resourcePrefix(group, resource)) } : backend,
      definition,
      namespace: definition.namespaced ? (request.namespace ?? '') : '',
      subresource: request.subresource ?? '',
      user: request.userInfo?.username ?? request.user ?? '',
      userInfo: request.userInfo ?? componentUser(request.user ?? 'system:apiserver'),
      dryRun: request.options?.dryRun ?? false,
      ...(request.userInfo ? { outside: true } : {}),
      said: request,
      ...(request.options?.fieldManager === undefined ? {} : { fieldManager: request.options.fieldManager }),
      options:
        request.verb === 'delete' || request.verb === 'deletecollection' ? (request.body as object | undefined) : request.options?.given,
      nowMs: this.backend.clock(),
      warnings: [],
      patience: {},
    };
  }
}

/** Refusals carry the warnings too, and whether to ask again. */
function warned({ warnings, patience: { again } }: RequestScope, reply: ApiReply): ApiReply {
  if (!isFailure(reply) || (warnings.length === 0 && !again)) return reply;
  return { ...reply, ...(warnings.length > 0 ? { warnings: [...new Set(warnings)] } : {}), ...(again ? { again } : {}) };
}

function shownReply(reply: ApiReply, shown: (object: AnyObject) => AnyObject): ApiReply {
  const body = reply.body as AnyObject & { readonly items?: readonly AnyObject[] };
  return { ...reply, body: body.items ? { ...body, items: body.items.map(shown) } : shown(body) };
}

function serve(scope: RequestScope, request: ApiRequest): ApiReply {
  const { name = '', options = {} } = request;
  const needsNamespace = scope.definition.namespaced && scope.namespace === '';
  if (needsNamespace && request.verb !== 'list') return failed(methodNotAllowed());
  switch (request.verb) {
    case 'get':
      return get(scope, name, options);
    case 'list':
      return list(scope, options);
    case 'create':
      return create(scope, request.body);
    case 'update':
      return update(scope, name, request.body);
    case 'patch':
      return patch(scope, name, request);
    case 'delete':
      return remove(scope, name, request.body);
    case 'deletecollection':
      return removeCollection(scope, request.body, options);
    default:
      return failed(methodNotAllowed());
  }
}

function readerOf(store: Store, resources: ResourceTable): ObjectReader {
  const definitionOf = (group: string, resource: string) => resources.stored(group, resource);
  return {
    get(group, resource, namespace, name) {
      const definition = definitionOf(group, resource);
      return definition && (store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined);
    },
    list(group, resource, namespace = '') {
      const definition = definitionOf(group, resource);
      return definition ? store.range(prefixOf(definition, namespace)).map(({ value }) => value as AnyObject) : [];
    },
  };
}
