/**
 * What a kind adds to the generic API server: one ResourceDefinition, listed in `registry.ts`. REST paths, discovery,
 * tables and validation derive from it. (The role of upstream's registry strategies, k8s.io/kubernetes/pkg/registry, 1.36.)
 */
import type { AnyObject, KubeObject } from '../api/meta';
import type { FieldError } from '../api/field-error';
import type { UserInfo } from '../api/user-info';
import type { Decoded } from './schema/decode';
import type { JsonSchema } from './schema/openapi';
import type { StructType } from './schema/structure';

/** A mutable deep copy that belongs to the request being served. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Draft = { apiVersion: string; kind: string; metadata: any; spec?: any; status?: any; [field: string]: any };

/** Read access to other stored objects, for strategies and admission. */
export interface ObjectReader {
  get(group: string, resource: string, namespace: string, name: string): AnyObject | undefined;
  list(group: string, resource: string, namespace?: string): readonly AnyObject[];
}

export interface StrategyContext {
  readonly nowMs: number;
  readonly reader: ObjectReader;
  readonly dryRun: boolean;
  readonly user: string;
  /** The same with groups. */
  readonly userInfo?: UserInfo;
  /** "", "status", "scale", "binding", ... */
  readonly subresource: string;
  /** Appends a Warning header text. */
  warn(text: string): void;
}

export interface Strategy {
  /** Fills defaults in place, on create, update and patch; must be idempotent. */
  readonly setDefaults?: (draft: Draft) => void;
  /** Drops or sets what the client may not decide (status on create, allocated fields, ...). */
  readonly prepareForCreate?: (draft: Draft, context: StrategyContext) => void;
  /** The same for updates: keeps status (main resource) or spec (status subresource), drops disabled fields. */
  readonly prepareForUpdate?: (draft: Draft, before: KubeObject, context: StrategyContext) => void;
  /** Whether what creation stored lacks defaults that only reading fills in: the first update is a write whatever it changes. */
  readonly storedBare?: (object: AnyObject) => boolean;
  /** Kinds whose generation rises whenever the spec changes. Starts at 1 on create. */
  readonly hasGeneration?: boolean;
  /** The kind's own package does not check metadata: only what all kinds share is checked, and only when all else is fine. */
  readonly plainMetadata?: boolean;
  /** In what order an update is checked, where the table in apiserver/validation/metadata-checks.ts does not say. */
  readonly metadataChecks?: string;
  /** What only creation asks, and tells before all else. */
  readonly authorize?: (object: AnyObject, context: StrategyContext) => FieldError[];
  /** Metadata is validated generically with `nameRule`; this checks the rest. Order of errors is upstream's. */
  readonly validate?: (object: AnyObject, context: StrategyContext) => FieldError[];
  /** The same of an update; without what `validate` finds, where that table puts it elsewhere. */
  readonly validateUpdate?: (object: AnyObject, before: AnyObject, context: StrategyContext) => FieldError[];
  readonly validateStatusUpdate?: (object: AnyObject, before: AnyObject, context: StrategyContext) => FieldError[];
  /** Deprecation and usage warnings of a write. */
  readonly warnings?: (object: AnyObject, before: AnyObject | undefined) => string[];
  /** The same of a write to "status". */
  readonly statusWarnings?: (object: AnyObject) => string[];
  /** An object as replies show it, where that differs from what is stored and watched. */
  readonly shown?: (object: AnyObject) => AnyObject;
  /** PUT to a name that doesn't exist creates it (Service, Lease, Endpoints, Role, ...). */
  readonly allowCreateOnUpdate?: boolean;
  /** PUT without metadata.resourceVersion is accepted (most kinds); false: 422 "metadata.resourceVersion: Invalid value". */
  readonly allowUnconditionalUpdate?: boolean;
  /** Grace of a DELETE that names none: seconds, from the object (Pod). Absent: deletion is immediate. */
  readonly gracefulDelete?: (object: AnyObject, requestedSeconds: number | undefined) => number;
  /** Whoever names none gets a UUID as name. */
  readonly namesUnnamed?: boolean;
  /** What DELETE answers: the object, or a Status. */
  readonly deleteReturnsObject?: boolean;
  /** Propagation when DELETE names none; default background. Unsupported: the garbage collector has no say, whatever is asked. */
  readonly defaultPropagation?: 'Background' | 'Orphan' | 'Unsupported';
}

/** meta/v1 TableRowCondition. */
export interface TableRowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** One column of `kubectl get`; priority 0 always, 1 with -o wide. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description: string | FieldText;
  readonly priority: number;
}

/** Stands for the description of a field: "core.v1.PodSpec.nodeName", as generated/docs.json has it. */
export interface FieldText {
  readonly field: string;
}

export interface TableDefinition {
  readonly columns: readonly TableColumn[];
  /** Cells in column order; durations relative to nowMs. */
  readonly row: (object: AnyObject, nowMs: number) => readonly unknown[];
  /** Conditions of the row (a pod that has ended is "Completed"); absent or empty: none. */
  readonly conditions?: (object: AnyObject) => readonly TableRowCondition[];
}

/** PUT/PATCH/POST to <resource>/<name>/<subresource>. status and scale are generic; others bring a handler of their own. */
export interface ScaleMapping {
  readonly replicas: (object: AnyObject) => { readonly spec: number; readonly status: number; readonly selector: string };
  readonly setReplicas: (draft: Draft, replicas: number) => void;
  /** Where the wanted count is, where that is not ".spec.replicas" of every object (custom resources). */
  readonly specPath?: string;
}

export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  readonly hasStatus?: boolean;
  readonly scale?: ScaleMapping;
  /** Further subresources that discovery lists: "binding", "eviction", "log", ... */
  readonly subresources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly group?: string;
    readonly version?: string;
    readonly verbs: readonly string[];
  }[];
  /** Validates metadata.name of `object`, or generateName as `prefix`; returns the messages upstream gives. */
  readonly nameRule: (name: string, prefix: boolean, object: AnyObject) => readonly string[];
  /** Why upstream cannot turn the object of a body into its internal form; undefined where it can. */
  readonly unconvertible?: (object: AnyObject) => string | undefined;
  /** Selectable fields besides metadata.name and metadata.namespace. */
  readonly fields?: (object: AnyObject) => Readonly<Record<string, string>>;
  /** Kinds that are not stored: all that can be done with them. */
  readonly verbs?: readonly string[];
  /** Present for a version that is served by converting to and from another. */
  readonly view?: VersionView;
  readonly strategy: Strategy;
  readonly table?: TableDefinition;
  /** Present for kinds that a CustomResourceDefinition brought. */
  readonly custom?: CustomKind;
}

/** How a version that is not stored relates to the one that is. */
export interface VersionView {
  readonly stored: ResourceDefinition;
  readonly apiVersion: string;
  /** Also takes parts of objects (the body of an apply): what is absent stays absent. */
  readonly toStored: (object: AnyObject) => AnyObject;
  readonly fromStored: (object: AnyObject) => AnyObject;
  /** Name of a selectable field in the stored version; undefined where this version knows no such field. */
  readonly storedField?: (name: string) => string | undefined;
}

/** One served version of a custom resource: its schema's view of bodies and of stored objects. */
export interface CustomKind {
  /** The same resource in its storage version, which need not be served. */
  readonly stored: () => ResourceDefinition;
  /** Members as server-side apply sees them. */
  readonly type: StructType;
  /** `v2` is in the form of v3, without what clients of v2 cannot read. */
  readonly openApi: { readonly v3: JsonSchema; readonly v2: JsonSchema };
  /** What an applied object has of wrong types, in the words of server-side apply. */
  readonly typeErrors: (object: AnyObject) => readonly string[];
  /** Takes away what the schema does not declare. */
  readonly decode: (body: Readonly<Record<string, unknown>>) => Decoded;
  /** A stored object as this version shows it; the very object where nothing differs. */
  readonly present: (object: AnyObject) => AnyObject;
  /** An object of any version as it is stored. */
  readonly toStored: (object: AnyObject) => AnyObject;
  /** Warning of a deprecated version. */
  readonly deprecation?: string;
  /** The definition is being deleted: no more objects are taken. */
  readonly ending?: boolean;
}
