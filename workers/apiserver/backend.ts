/** What the verbs share: the store, the resources served, time and chance, admission, and the watches. */
import { deepFreeze } from '../lib/clone';
import { isJsonLonger } from '../lib/json-size';
import type { AnyObject } from '../api/meta';
import type { ObjectReader, ResourceDefinition, StrategyContext } from '../resources/definition';
import type { ApiReply, ApiRequest } from '../api/request';
import type { UserInfo } from '../api/user-info';
import type { RandomStream } from '../sim/component';
import type { ObjectStore } from '../store/store';
import type { Status } from '../api/status';
import type { AccessControl } from './access-control';
import type { AdmissionPlugin } from './admission/plugin';
import type { ResourceTable } from './resource-table';
import type { Allocators } from './service/allocators';
import type { WatchHub } from './watch/hub';

/** Answers `pods/log`; a Status is told to the client as the failure it is. */
export type LogSource = (pod: AnyObject, options: Readonly<Record<string, string>>) => string | Status;

export interface Backend {
  readonly store: ObjectStore;
  readonly resources: ResourceTable;
  readonly reader: ObjectReader;
  readonly hub: WatchHub;
  readonly access: AccessControl;
  readonly admission: readonly AdmissionPlugin[];
  readonly allocators: Allocators;
  /** Virtual milliseconds since the cluster's start. */
  readonly clock: () => number;
  readonly uids: RandomStream;
  readonly names: RandomStream;
  readonly logs?: LogSource;
  /** Whether a program of the cluster runs: "kube-scheduler". */
  readonly runs?: (program: string) => boolean;
  /** Freeze what enters the store (development and tests). */
  readonly freeze: boolean;
}

/** One request's view: who asks for what, and the warnings collected on the way. */
export interface RequestScope {
  readonly backend: Backend;
  readonly definition: ResourceDefinition;
  /** The version the client speaks, where it is not the stored one. */
  readonly spoken?: ResourceDefinition;
  readonly namespace: string;
  readonly subresource: string;
  /** One of a collection that goes as a whole: admission is not told its name. */
  readonly collection?: boolean;
  readonly user: string;
  /** The same with groups. */
  readonly userInfo: UserInfo;
  readonly dryRun: boolean;
  /** From a client, not from one of the simulation's own components. */
  readonly outside?: boolean;
  /** Whose fields the write becomes; absent: nobody keeps book. */
  readonly fieldManager?: string | undefined;
  /** What the text of the request's body said beyond its value. */
  readonly said?: Pick<ApiRequest, 'emptied' | 'rawTexts'>;
  /** The draft is what a patch made. */
  readonly patched?: boolean;
  /** The draft's managed fields are final. */
  readonly tracked?: boolean;
  /** CreateOptions, UpdateOptions or DeleteOptions as the client wrote them, for admission; absent: none. */
  readonly options?: object | undefined;
  readonly nowMs: number;
  readonly warnings: string[];
  /** Set by who refuses what may be granted in a moment. */
  readonly patience: { again?: ApiReply['again'] };
}

export function strategyContext(scope: RequestScope): StrategyContext {
  return {
    nowMs: scope.nowMs,
    reader: scope.backend.reader,
    dryRun: scope.dryRun,
    user: scope.user,
    userInfo: scope.userInfo,
    subresource: scope.subresource,
    warn: (text) => void scope.warnings.push(text),
  };
}

/** The object as it is stored at `revision`; `draft` must not be changed by anyone afterwards. */
export function sealed(backend: Backend, draft: { metadata: { resourceVersion?: string } }, revision: number): AnyObject {
  draft.metadata.resourceVersion = String(revision);
  return (backend.freeze ? deepFreeze(draft) : draft) as AnyObject;
}

/** What etcd takes in one request (source: etcd --max-request-bytes, default 1.5 MiB). */
const VALUE_BYTES_MAX = 1.5 * 1024 * 1024;

/** What etcd says of an object that is too large for it. Differs: the length of the JSON counts, not of the protobuf encoding. */
export function refuseLarge(draft: object): Status | undefined {
  if (!isJsonLonger(draft, VALUE_BYTES_MAX)) return undefined;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'etcdserver: request is too large', code: 500 };
}
