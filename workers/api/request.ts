/**
 * The typed form of one exchange with the API server. Components use it directly; hosts translate HTTP to it
 * (`workers/apiserver/http.ts`).
 */
import type { GroupVersionResource } from './meta';
import { isStatus } from './status';
import type { Status } from './status';
import type { UserInfo } from './user-info';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** Query parameters, already decoded. Absent means the parameter was not given. */
export interface RequestOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  /** Of a watch that the path alone asks for: its options are checked as a list's, and have a list's defaults. */
  readonly readAsList?: boolean;
  readonly timeoutSeconds?: number;
  /** true for dryRun=All. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly force?: boolean;
  /** What of a write's options the client wrote itself, as CreateOptions and their like have it. */
  readonly given?: { readonly dryRun?: readonly string[]; readonly fieldManager?: string; readonly fieldValidation?: string };
}

/** A list or map that a client gave with nothing in it, where absent ones are stored: ["spec", "rules"]. */
export interface EmptyField {
  readonly path: readonly string[];
  readonly value: object;
}

export interface ApiRequest extends GroupVersionResource {
  readonly verb: Verb;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** The object (create, update), the patch document (patch), DeleteOptions (delete), the subresource's body. */
  readonly body?: unknown;
  /** Of a patch: why it cannot be read, which is told once there is something to patch. */
  readonly unreadable?: Status;
  /** What the body's text said and its value does not (resources/schema/emptied.ts). */
  readonly emptied?: readonly EmptyField[];
  /** Texts of the body's RawExtensions by path, "data", where they matter (resources/schema/raw-extensions.ts). */
  readonly rawTexts?: Readonly<Record<string, string>>;
  readonly patchType?: PatchType;
  /** Members that the text of a patch names twice: 'duplicate field "metadata.labels.a"'. */
  readonly repeated?: readonly string[];
  readonly options?: RequestOptions;
  /** Who asks; components are named like their Kubernetes users, e.g. "system:kube-scheduler". */
  readonly user?: string;
  /** The same with groups, for callers that were authenticated; it wins over `user`. */
  readonly userInfo?: UserInfo;
  /** What led to it (a watch event, a timer), for the causal trace: "watch pods default/web-1 @42". */
  readonly cause?: string;
}

/**
 * `code` is the HTTP status. The body of a failure is a Status; of a success the object, a list or a Status.
 * A code of 0 means the request never reached the server (network cut): the body is a Status with reason "ConnectionRefused".
 */
export interface ApiReply<T = unknown> {
  readonly code: number;
  readonly body: T;
  readonly warnings?: readonly string[];
  /** The server would not have answered yet: whoever carries requests asks again after `afterMs`, `timesMax` times, before this counts. */
  readonly again?: { readonly afterMs: number; readonly timesMax: number };
}

export function isFailure(reply: ApiReply): reply is ApiReply<Status> {
  return reply.code < 200 || reply.code >= 300 || (isStatus(reply.body) && reply.body.status === 'Failure');
}

/** Reason of a failed reply ("NotFound", "Conflict", ...); "" for a success. */
export function reasonOf(reply: ApiReply): string {
  return isFailure(reply) ? (reply.body.reason ?? 'Unknown') : '';
}
