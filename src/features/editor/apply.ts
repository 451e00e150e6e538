/**
 * `kubectl apply` (client side) for one object: create what is absent, else send the three-way patch.
 * Source: k8s.io/kubectl/pkg/cmd/apply, 1.36. The result's words are kubectl's.
 */
import type { AnyObject } from '../../../workers/api/meta';
import { isStatus } from '../../../workers/api/status';
import type { Status } from '../../../workers/api/status';
import type { PageReply } from '../../../workers/protocol/page';
import { threeWayPatch } from './apply-patch';
import { collectionPath } from './discovery';
import type { KindMapping, Send } from './discovery';
import { lastApplied, lastAppliedAnnotation, withLastApplied } from './last-applied';
import type { FieldSchema, SchemaBook } from './schema';

export type ApplyVerb = 'created' | 'configured' | 'unchanged' | 'failed';

export interface ApplyOutcome {
  readonly verb: ApplyVerb;
  /** "deployment.apps/web created", or the error as kubectl prints it. */
  readonly text: string;
  readonly warnings: readonly string[];
  readonly status?: Status;
}

export interface ApplyContext {
  readonly send: Send;
  readonly mapping: (apiVersion: string, kind: string) => KindMapping | undefined;
  readonly schema: (apiVersion: string, kind: string) => FieldSchema | undefined;
  readonly book?: SchemaBook;
  readonly dryRun?: boolean;
}

/** A conflict means that somebody wrote between our read and our patch; kubectl tries this often. */
const patchAttemptsMax = 5;
const defaultNamespace = 'default';

export async function applyObject(manifest: AnyObject, context: ApplyContext): Promise<ApplyOutcome> {
  const { apiVersion = '', kind = '' } = manifest;
  const mapping = context.mapping(apiVersion, kind);
  const name = manifest.metadata?.name;
  if (!mapping) return failed(`no matches for kind "${kind}" in version "${apiVersion}"`);
  if (!name) return failed(manifest.metadata?.generateName ? 'cannot use generate name with apply' : 'resource name may not be empty');
  const namespace = manifest.metadata?.namespace ?? defaultNamespace;
  const named = mapping.namespaced ? { ...manifest, metadata: { ...manifest.metadata, namespace } } : manifest;
  const modified = withLastApplied(named);
  const path = collectionPath(mapping, namespace);
  const title = objectTitle(apiVersion, kind, name);
  for (let attempt = 1; ; attempt += 1) {
    const stored = await context.send({ method: 'GET', path: `${path}/${encodeURIComponent(name)}` });
    if (stored.code === 404) {
      const reply = await context.send({ method: 'POST', path: `${path}?${query(context)}`, body: modified });
      return outcome(reply, 'created', title, 'creating', context);
    }
    if (stored.code !== 200) return outcome(stored, 'failed', title, 'retrieving', context);
    const current = stored.body as AnyObject;
    const original = lastApplied(current);
    const schema = context.schema(apiVersion, kind);
    const patch = threeWayPatch({ original, modified, current }, context.book, schema);
    if (Object.keys(patch).length === 0) return { verb: 'unchanged', text: `${title} unchanged${suffix(context)}`, warnings: [] };
    const reply = await context.send({
      method: 'PATCH',
      path: `${path}/${encodeURIComponent(name)}?${query(context)}`,
      contentType: usesStrategicMerge(schema) ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json',
      body: patch,
    });
    if (reply.code === 409 && attempt < patchAttemptsMax) continue;
    const result = outcome(reply, 'configured', title, 'applying patch to', context);
    return original === undefined && result.verb === 'configured'
      ? { ...result, warnings: [missingAnnotation(mapping, name), ...result.warnings] }
      : result;
  }
}

/** Custom resources know no strategic merge; their schemas carry no patch keys. */
export function usesStrategicMerge(schema: FieldSchema | undefined): boolean {
  const group = schema?.['x-kubernetes-group-version-kind']?.[0]?.group;
  return group !== undefined && (!group.includes('.') || group.endsWith('.k8s.io'));
}

/** "deployment.apps/web" */
export function objectTitle(apiVersion: string, kind: string, name: string): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind.toLowerCase()}${group}/${name}`;
}

function outcome(reply: PageReply, verb: ApplyVerb, title: string, doing: string, context: ApplyContext): ApplyOutcome {
  const warnings = reply.warnings ?? [];
  if (reply.code >= 200 && reply.code < 300) return { verb, text: `${title} ${verb}${suffix(context)}`, warnings };
  const status: Status | undefined = isStatus(reply.body) ? reply.body : undefined;
  return { verb: 'failed', text: statusText(status, reply, doing), warnings, ...(status ? { status } : {}) };
}

/** As kubectl's checkErr prints a refusal. */
export function statusText(status: Status | undefined, reply: PageReply, doing: string): string {
  if (reply.code === 0) return `Unable to connect to the server: ${status?.message ?? ''}`;
  if (!status) return `Error from server: ${String(reply.body)}`;
  if (status.reason === 'Invalid' && status.details) return invalidText(status);
  const reason = status.reason ? ` (${status.reason})` : '';
  return `Error from server${reason}: error when ${doing} "manifest": ${status.message ?? ''}`;
}

function invalidText({ message = '', details: { kind = '', name = '', causes = [] } = {} }: Status): string {
  const isNamed = kind !== '' || name !== '';
  const subject = isNamed ? `The ${kind} "${name}" is invalid` : 'The request is invalid';
  const lines = causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message ?? ''}` : (cause.message ?? '')));
  if (lines.length === 0) return isNamed ? subject : `${subject}: ${message}`;
  return lines.length === 1 ? `${subject}: ${lines[0]}` : `${subject}: \n${lines.map((line) => `* ${line}`).join('\n')}`;
}

/** kubectl's own words. */
function missingAnnotation(mapping: KindMapping, name: string): string {
  return (
    `resource ${mapping.resource}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. ` +
    'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
    'The missing annotation will be patched automatically.'
  );
}

function failed(reason: string): ApplyOutcome {
  return { verb: 'failed', text: `error: ${reason}`, warnings: [] };
}

function suffix(context: ApplyContext): string {
  return context.dryRun ? ' (server dry run)' : '';
}

function query(context: ApplyContext): string {
  return `${context.dryRun ? 'dryRun=All&' : ''}fieldManager=kubectl-client-side-apply&fieldValidation=Strict`;
}
