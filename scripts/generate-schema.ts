/**
 * Writes workers/resources/schema/generated/{structure,docs}.json from the types and validators of kubernetes-models.
 * With --check it only says whether the committed files are what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MODELS = join(ROOT, 'node_modules/kubernetes-models');
const MACHINERY = join(ROOT, 'node_modules/@kubernetes-models/apimachinery');
const OUTPUT = join(ROOT, 'workers/resources/schema/generated');

/** "group/version Kind" of every kind that bodies are checked against. */
const KINDS = [
  ...'Binding ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount'
    .split(' ')
    .map((kind) => `v1 ${kind}`),
  ...'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'.split(' ').map((kind) => `apps/v1 ${kind}`),
  ...'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration'
    .split(' ')
    .map((kind) => `admissionregistration.k8s.io/v1 ${kind}`),
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
  'apiregistration.k8s.io/v1 APIService',
  'authentication.k8s.io/v1 SelfSubjectReview',
  'authentication.k8s.io/v1 TokenRequest',
  'authentication.k8s.io/v1 TokenReview',
  ...'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview'
    .split(' ')
    .map((kind) => `authorization.k8s.io/v1 ${kind}`),
  'autoscaling/v1 HorizontalPodAutoscaler',
  'autoscaling/v1 Scale',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'batch/v1 CronJob',
  'batch/v1 Job',
  'certificates.k8s.io/v1 CertificateSigningRequest',
  'coordination.k8s.io/v1 Lease',
  'discovery.k8s.io/v1 EndpointSlice',
  'events.k8s.io/v1 Event',
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration',
  'networking.k8s.io/v1 IPAddress',
  'networking.k8s.io/v1 Ingress',
  'networking.k8s.io/v1 IngressClass',
  'networking.k8s.io/v1 NetworkPolicy',
  'networking.k8s.io/v1 ServiceCIDR',
  'node.k8s.io/v1 RuntimeClass',
  'policy/v1 Eviction',
  'policy/v1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role',
  'rbac.authorization.k8s.io/v1 RoleBinding',
  ...'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice'.split(' ').map((kind) => `resource.k8s.io/v1 ${kind}`),
  'scheduling.k8s.io/v1 PriorityClass',
  'storage.k8s.io/v1 CSIDriver',
  'storage.k8s.io/v1 CSINode',
  'storage.k8s.io/v1 CSIStorageCapacity',
  'storage.k8s.io/v1 StorageClass',
  'storage.k8s.io/v1 VolumeAttachment',
  'storage.k8s.io/v1 VolumeAttributesClass',
];

/** Types that are one value on the wire. */
const SCALARS: Readonly<Record<string, string>> = {
  Quantity: 'q',
  Time: 't',
  MicroTime: 'T',
  IntOrString: 'x',
  RawExtension: 'o',
  FieldsV1: 'o',
};
/** Where kubernetes-models writes a type out (to leave fields optional) instead of naming it. */
const INLINE: Readonly<Record<string, string>> = {
  'apps.v1.StatefulSetSpec.volumeClaimTemplates': '[core.v1.PersistentVolumeClaim',
  // A schema refers to itself, and false or 0 mean something in it: its own decoder reads it.
  'apiextensions.v1.CustomResourceValidation.openAPIV3Schema': 'o',
};
const FORMATS: Readonly<Record<string, string>> = { int32: 'i', int64: 'l', double: 'd', byte: 'y' };

interface Model {
  readonly declaration: string;
  readonly validator: string;
}

const structure: Record<string, string> = {};
const docs: Record<string, Record<string, string>> = {};
const enums: Record<string, Record<string, readonly string[]>> = {};
const kinds: Record<string, string> = {};

for (const entry of KINDS) {
  const [apiVersion = '', kind = ''] = entry.split(' ');
  const path = join(MODELS, apiVersion, `${kind}.d.ts`);
  const reference = /as (IIo\w+)/.exec(readFileSync(path, 'utf8'))?.[1];
  kinds[entry] = describe(reference as string, path);
}
publish('structure.json', { kinds, types: structure });
publish('docs.json', { docs, enums });

/** Adds a type and what it refers to; returns its short name, "core.v1.Pod". */
function describe(reference: string, path: string): string {
  const name = shortName(reference);
  if (structure[name] !== undefined) {
    return name;
  }
  structure[name] = '';
  const model = read(reference, path);
  const block = /export interface I\w+(?: extends TypeMeta)? \{\n([\s\S]*?)\n\}/.exec(model.declaration)?.[1] ?? '';
  const typeDocs: Record<string, string> = {};
  const summary = /\/\*\*([\s\S]*?)\*\/\nexport interface/.exec(model.declaration)?.[1];
  if (summary) {
    typeDocs[''] = comment(summary);
  }
  const formats = integerFormats(model.validator);
  const fields: string[] = [];
  for (const match of block.matchAll(/(?: {4}\/\*\*([\s\S]*?)\*\/\n)? {4}"([^"]+)"(\??): ([\s\S]*?);(?=\n {4}(?:"|\/\*\*)|\n*$)/g)) {
    const [, text, field = '', optional, type = ''] = match;
    if (text) {
      typeDocs[field] = comment(text);
    }
    const values = enumOf(type);
    if (values && (values.length > 1 || (field !== 'apiVersion' && field !== 'kind'))) {
      (enums[name] ??= {})[field] = values;
    }
    fields.push(`${field}${optional ? '' : '!'}:${INLINE[`${name}.${field}`] ?? code(type, field, formats, path)}`);
  }
  structure[name] = fields.join(' ');
  docs[name] = typeDocs;
  return name;
}

function code(type: string, field: string, formats: ReadonlyMap<string, string>, path: string): string {
  const array = /^Array<([\s\S]*)>$/.exec(type);
  if (array) {
    return `[${code(array[1] as string, field, formats, path)}`;
  }
  const map = /^\{\s*\[key: string\]: ([\s\S]*?);\s*\}$/.exec(type);
  if (map) {
    return `{${code(map[1] as string, field, formats, path)}`;
  }
  if (type.startsWith('IIo')) {
    const target = locate(type, path);
    const base = type.replace(/^.*(?:Resource|V1|Runtime|Intstr)(?=[A-Z])/, '');
    return SCALARS[base] ?? describe(type, target);
  }
  const format = formats.get(field);
  switch (type) {
    case 'number':
      return format ?? 'l';
    case 'boolean':
      return 'b';
    case 'string':
      return format === 'y' ? 'y' : 's';
    default:
      return type.startsWith('"') ? 's' : 'o';
  }
}

/** Which format each number (or byte string) field has: the compiled validators are the only place that tells. */
function integerFormats(validator: string): ReadonlyMap<string, string> {
  const names = new Map([...validator.matchAll(/(formats\d+)=formats\.(\w+)/g)].map(([, id, format]) => [id as string, format as string]));
  const bodies = new Map(
    validator.split(/(?=function validate\d+\()/).map((body) => [/^function (validate\d+)\(/.exec(body)?.[1] ?? '', body]),
  );
  const formatOf = (id: string): string | undefined => {
    const body = bodies.get(id) ?? '';
    const used = /(formats\d+)\.validate/.exec(body)?.[1] ?? /(formats\d+)\.test/.exec(body)?.[1] ?? /(formats\d+)\(/.exec(body)?.[1];
    if (used) {
      return FORMATS[names.get(used) ?? ''];
    }
    const item = /(validate\d+)\(data\[(?:i\d+|key\d+)\]/.exec(body)?.[1];
    return item && item !== id ? formatOf(item) : undefined;
  };
  const result = new Map<string, string>();
  for (const [, field, id] of validator.matchAll(/\(?(?:void 0!==)?data\.(\w+)&&\((validate\d+)\(/g)) {
    const format = formatOf(id as string);
    if (format) {
      result.set(field as string, format);
    }
  }
  return result;
}

function enumOf(type: string): readonly string[] | undefined {
  const inner = (/^Array<([\s\S]*)>$/.exec(type) ?? /^\{\s*\[key: string\]: ([\s\S]*?);\s*\}$/.exec(type))?.[1] ?? type;
  return inner.startsWith('"') ? [...inner.matchAll(/"([^"]*)"/g)].map(([, value]) => value as string) : undefined;
}

function read(reference: string, path: string): Model {
  const schema = `_schemas/${reference.slice(1)}.js`;
  const home = [MODELS, MACHINERY].find((folder) => existsSync(join(folder, schema))) as string;
  return { declaration: readFileSync(path, 'utf8'), validator: readFileSync(join(home, schema), 'utf8') };
}

/** The declaration file that `from` imports the type from. */
function locate(reference: string, from: string): string {
  const source = new RegExp(`import \\{ ${reference} \\} from "([^"]+)"`).exec(readFileSync(from, 'utf8'))?.[1];
  if (!source) {
    return from;
  }
  const path = source.startsWith('@') ? join(ROOT, 'node_modules', source) : join(dirname(from), source.replace(/\.js$/, ''));
  return `${path}.d.ts`;
}

/** IIoK8sApiCoreV1Pod is core.v1.Pod, IIoK8sApimachineryPkgApisMetaV1ObjectMeta meta.v1.ObjectMeta. */
function shortName(reference: string): string {
  const match =
    /^IIoK8s(?:Api|ApimachineryPkgApis|KubeAggregatorPkgApis|ApiextensionsApiserverPkgApis)([A-Z]\w*?)(V\d(?:(?:alpha|beta)\d)?)([A-Z]\w*)$/.exec(
      reference,
    );
  if (!match) {
    throw new Error(`unknown form of type name: ${reference}`);
  }
  const [, group = '', version = '', name = ''] = match;
  return `${group.toLowerCase()}.${version.toLowerCase()}.${name}`;
}

/** Asterisks and what follows them are escaped in the declarations, so that no comment ends early. */
function comment(text: string): string {
  return text
    .replace(/\\([*/])/g, '$1')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .filter((line) => line !== '@deprecated')
    .join('\n')
    .trim();
}

/** Files are compared by content, since the formatter may have its own idea of their layout. */
function publish(file: string, content: unknown): void {
  const path = join(OUTPUT, file);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`);
    return;
  }
  if (!existsSync(path) || JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))) !== JSON.stringify(content)) {
    console.error(`${file} is out of date: run npx tsx scripts/generate-schema.ts`);
    process.exitCode = 1;
  }
}
