/** Replies in the form the client asked for. */
import type { AnyObject, KubeList, WatchEvent } from '../../api/meta';
import { isFailure } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { failure, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import type { SchemaDocs } from '../../resources/schema/openapi';
import type { HttpReply } from '../http';
import type { MediaType } from './negotiate';
import { unclassified } from '../replies';
import { goYaml } from './go-yaml';
import { isList, metadataListOf, metadataOf, tableOf } from './table';
import type { IncludeObject } from './table';

export interface Form {
  readonly media: MediaType;
  readonly definition: ResourceDefinition;
  readonly include: IncludeObject;
  /** Where descriptions of columns come from. */
  readonly documented: { readonly docs: SchemaDocs | undefined };
}

export function replyOfStatus(status: Status): HttpReply {
  const seconds = status.details?.retryAfterSeconds;
  return {
    code: status.code ?? 500,
    contentType: 'application/json',
    ...(seconds ? { headers: { 'retry-after': String(seconds) } } : {}),
    body: status,
  };
}

export function renderReply(reply: ApiReply, form: Form, nowMs: number): HttpReply {
  const warnings = reply.warnings?.length ? { warnings: reply.warnings } : {};
  if (isFailure(reply)) return { ...replyOfStatus(reply.body), ...warnings };
  if (typeof reply.body === 'string') return { ...textReply(reply.code, reply.body, form.media), ...warnings };
  const shaped = shape(reply.body as AnyObject, form, nowMs);
  if (isStatus(shaped) && shaped.status === 'Failure') return replyOfStatus(shaped);
  if (form.media.yaml)
    return {
      code: reply.code,
      contentType: 'application/yaml',
      body: goYaml(shaped as object),
      ...warnings,
    };
  return { code: reply.code, contentType: 'application/json', body: shaped, ...warnings };
}

/** An answer without content has no type either. */
function textReply(code: number, body: string, { as }: MediaType): HttpReply {
  if (as === 'PartialObjectMetadata') return replyOfStatus(unclassified('object does not implement the Object interfaces'));
  if (as !== undefined) return replyOfStatus(failure(406, 'NotAcceptable', notList('*rest.LocationStreamer')));
  return { code, contentType: code === 204 ? '' : 'text/plain', body };
}

function notList(type: string): string {
  return `you requested PartialObjectMetadataList, but the requested object is not a list (${type})`;
}

/** Encodes a watch; columns are sent with the first table only. Watchers that ask for the same of one event are given one document. */
export function watchEncoder(form: Form): (events: readonly WatchEvent[], nowMs: number) => readonly object[] {
  let columns = true;
  const { as, version } = form.media;
  if (as === 'PartialObjectMetadataList') return () => [];
  return (events, nowMs) =>
    events.map((event) => {
      if (event.type === 'ERROR' || as === undefined) return event;
      const document = sharedDocument(event, `${as} ${version} ${form.include} ${columns} ${nowMs}`, () =>
        watchDocument(event, form, nowMs, columns),
      );
      if (as === 'Table') columns = false;
      return document;
    });
}

const documents = new WeakMap<WatchEvent, { readonly representation: string; readonly document: object }>();

/** Only the last representation is kept: watchers of one kind mostly ask for the same. */
function sharedDocument(event: WatchEvent, representation: string, make: () => object): object {
  const known = documents.get(event);
  if (known?.representation === representation) return known.document;
  const document = make();
  documents.set(event, { representation, document });
  return document;
}

function watchDocument(event: WatchEvent, form: Form, nowMs: number, columns: boolean): object {
  const { as, version = 'v1' } = form.media;
  if (as !== 'Table') return { type: event.type, object: metadataOf(event.object, version) };
  const options = { ...tableOptions(form, nowMs), columns, bookmark: event.type === 'BOOKMARK' };
  return { type: event.type, object: tableOf(form.definition, event.object, options) };
}

function shape(body: AnyObject | KubeList, form: Form, nowMs: number): unknown {
  const { as, version = 'v1' } = form.media;
  if (as === undefined || isStatus(body)) {
    if (isList(body)) return form.definition.custom ? openList(body) : bareList(body);
    return form.definition.custom || isStatus(body) ? body : inGoOrder(body);
  }
  if (as === 'Table') return tableOf(form.definition, body, tableOptions(form, nowMs));
  const isCustom = form.definition.custom !== undefined;
  const type = `*${goPackage(form.definition.group)}.${form.definition.kind}`;
  const listType = isCustom ? '*unstructured.UnstructuredList' : `${type}List`;
  if (as === 'PartialObjectMetadata') {
    if (isList(body))
      return failure(406, 'NotAcceptable', `you requested PartialObjectMetadata, but the requested object is a list (${listType})`);
    return metadataOf(body, version);
  }
  if (isList(body)) return metadataListOf(body, version);
  if (isCustom) return unclassified('content is not a list');
  return failure(406, 'NotAcceptable', notList(type));
}

const METADATA_ORDER = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

/** Members in the order of the Go types, for those who look at the text. Differs: the order inside spec and status is the writer's. */
function inGoOrder({ kind, apiVersion, metadata, ...rest }: AnyObject): AnyObject {
  if (metadata === undefined) return { kind, apiVersion, ...rest } as AnyObject;
  const ordered = Object.fromEntries(METADATA_ORDER.filter((name) => metadata[name] !== undefined).map((name) => [name, metadata[name]]));
  return { kind, apiVersion, metadata: { ...ordered, ...metadata }, ...rest } as AnyObject;
}

/** Lists of custom resources are untyped: their items say what they are, and the token is always there. */
function openList(list: KubeList): unknown {
  return { ...list, metadata: { continue: '', ...list.metadata } };
}

/** Items of typed lists carry neither kind nor apiVersion. */
function bareList(list: KubeList): unknown {
  return { ...list, items: list.items.map(({ kind: _kind, apiVersion: _apiVersion, ...item }) => item) };
}

function tableOptions({ media, include, documented }: Form, nowMs: number) {
  return { version: media.version ?? 'v1', include, nowMs, docs: documented.docs };
}

function goPackage(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] as string);
}
