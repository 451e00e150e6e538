/** Answers as meta.k8s.io Tables and as metadata only (source: k8s.io/apiserver/pkg/endpoints/handlers/response.go, 1.36). */
import type { AnyObject, KubeList } from '../../api/meta';
import { SCALE_TABLE } from '../../resources/apiextensions/customresourcedefinitions/columns';
import { AGE_COLUMN, NAME_AND_CREATED, NAME_COLUMN, age, column, textOf } from '../../resources/table';
import type { SchemaDocs } from '../../resources/schema/openapi';
import type { ResourceDefinition, TableDefinition } from '../../resources/definition';

export type IncludeObject = 'Metadata' | 'Object' | 'None';

/** An annotation that only conversion to apps/v1 adds; rows are made before it. */
const CONVERTED = 'deprecated.daemonset.template.generation';

/** Kinds without columns of their own. */
const NAME_AND_AGE: TableDefinition = {
  columns: [NAME_COLUMN, AGE_COLUMN],
  row: (object, nowMs) => [object.metadata?.name ?? '', age(object.metadata?.creationTimestamp, nowMs)],
};

/** What `get --subresource=scale` shows. */
const SCALE: TableDefinition = {
  columns: [
    { ...NAME_COLUMN, format: '' },
    column('Desired', textOf('autoscaling.v1.ScaleSpec.replicas'), 'integer'),
    column('Available', textOf('autoscaling.v1.ScaleStatus.replicas'), 'integer'),
    AGE_COLUMN,
  ],
  row: ({ metadata, spec, status }, nowMs) => {
    const replicas = (part: unknown) => (part as { readonly replicas?: number } | undefined)?.replicas ?? 0;
    return [metadata?.name ?? '', replicas(spec), replicas(status), age(metadata?.creationTimestamp, nowMs)];
  },
};

export interface TableOptions {
  /** The object is a bookmark: its row is that of an empty one. */
  readonly bookmark?: boolean;
  readonly version: string;
  readonly include: IncludeObject;
  readonly nowMs: number;
  /** Texts of the columns that are described by a field. */
  readonly docs: SchemaDocs | undefined;
  /** false: later tables of a watch leave the columns out. */
  readonly columns?: boolean;
}

export function tableOf(definition: ResourceDefinition, body: AnyObject | KubeList, options: TableOptions): AnyObject {
  const table = tableFor(definition, body);
  const { columns, row, conditions } = table;
  const items = isList(body) ? body.items : [body];
  const { resourceVersion, continue: token, remainingItemCount } = (body.metadata ?? {}) as KubeList['metadata'];
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.version}`,
    metadata: {
      ...(resourceVersion ? { resourceVersion } : {}),
      ...(token ? { continue: token } : {}),
      ...(remainingItemCount ? { remainingItemCount } : {}),
    } as AnyObject['metadata'],
    columnDefinitions:
      options.columns === false
        ? null
        : columns.map(({ name, type, format = '', description, priority }) => ({
            name,
            type,
            format,
            description: typeof description === 'string' ? description : fieldText(description.field, options.docs),
            priority,
          })),
    rows:
      items.length === 0 && table === NAME_AND_CREATED
        ? null
        : items.map((item) => {
            const printed = options.bookmark ? (withoutNulls({ ...item, metadata: { name: '', ...item.metadata } }) as AnyObject) : item;
            const holds = conditions?.(printed) ?? [];
            return { cells: row(printed, options.nowMs), ...(holds.length ? { conditions: holds } : {}), object: shown(item, options) };
          }),
  } as unknown as AnyObject;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/** Without the values of enumerations that OpenAPI adds; "" where documentation is not loaded. */
function fieldText(path: string, docs: SchemaDocs | undefined): string {
  const dot = path.lastIndexOf('.');
  return docs?.docs[path.slice(0, dot)]?.[path.slice(dot + 1)]?.split('\n\nPossible enum values:', 1)[0] ?? '';
}

/** Subresources may answer with an object of another kind. */
function tableFor(definition: ResourceDefinition, body: AnyObject | KubeList): TableDefinition {
  if (isList(body) || body.kind === undefined || body.kind === definition.kind) return definition.table ?? NAME_AND_AGE;
  return body.kind === 'Scale' ? (definition.custom ? SCALE_TABLE : SCALE) : NAME_AND_AGE;
}

export function metadataOf(object: AnyObject, version: string): AnyObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: unconverted(object.metadata ?? {}) };
}

/** Metadata is taken before the conversion that adds the annotation. */
function unconverted(metadata: NonNullable<AnyObject['metadata']>): NonNullable<AnyObject['metadata']> {
  if (metadata.annotations?.[CONVERTED] === undefined) return metadata;
  const { annotations, ...rest } = metadata;
  const { [CONVERTED]: _converted, ...others } = annotations ?? {};
  return Object.keys(others).length ? { ...rest, annotations: others } : rest;
}

export function metadataListOf(list: KubeList, version: string): AnyObject {
  const items = list.items.length ? list.items.map((item) => metadataOf(item, version)) : null;
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: list.metadata as AnyObject['metadata'],
    items,
  } as AnyObject;
}

export function isList(body: object): body is KubeList {
  return Array.isArray((body as Partial<KubeList>).items);
}

function shown(item: AnyObject, { include, version, bookmark }: TableOptions): AnyObject | null {
  if (include === 'None' && !bookmark) return null;
  return include === 'Object' ? item : metadataOf(item, version);
}
