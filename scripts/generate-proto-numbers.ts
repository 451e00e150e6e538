/**
 * Writes workers/apiserver/protobuf/field-numbers.json: the protobuf field numbers of the types in the schema's structure,
 * as the published .proto files of k8s.io/api and k8s.io/apimachinery assign them.
 *
 *     npx tsx scripts/generate-proto-numbers.ts DIR
 *
 * DIR holds the two Go modules (GOMODCACHE/k8s.io).
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import structure from '../workers/resources/schema/generated/structure.json';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = process.argv[2] ?? '';
const RELEASE = 'v0.36.3';

interface ProtoField {
  readonly name: string;
  readonly type: string;
  readonly number: string;
}

/** "core.v1.Pod" -> fields. */
const messages = new Map<string, ProtoField[]>();
read('meta', 'v1', join(MODULES, `apimachinery@${RELEASE}/pkg/apis/meta/v1/generated.proto`));
const api = join(MODULES, `api@${RELEASE}`);
for (const group of readdirSync(api, { withFileTypes: true })) {
  if (!group.isDirectory()) continue;
  for (const version of readdirSync(join(api, group.name))) read(group.name, version, join(api, group.name, version, 'generated.proto'));
}

const numbers: Record<string, string> = {};
for (const [name, fields] of Object.entries(structure.types as Record<string, string>)) {
  const json = new Set(fields.split(' ').map((field) => field.slice(0, field.search(/[!:]/))));
  describe(name, json);
}
describe('meta.v1.DeleteOptions', new Set(['gracePeriodSeconds', 'preconditions', 'orphanDependents', 'propagationPolicy', 'dryRun']));
describe('meta.v1.Preconditions', new Set(['uid', 'resourceVersion']));
writeFileSync(join(ROOT, 'workers/apiserver/protobuf/field-numbers.json'), `${JSON.stringify(numbers, null, 2)}\n`);

/** A message whose fields JSON shows as the outer object's own is written ">its.type". */
function describe(name: string, json: ReadonlySet<string>): void {
  const fields = messages.get(name);
  if (!fields) return;
  const parts: string[] = [];
  for (const field of fields) {
    if (json.has(field.name)) parts.push(`${field.number}:${field.name}`);
    else if (messages.has(field.type)) {
      parts.push(`${field.number}:>${field.type}`);
      if (numbers[field.type] === undefined) describe(field.type, json);
    }
  }
  numbers[name] = parts.join(' ');
}

function read(group: string, version: string, path: string): void {
  if (!existsSync(path)) return;
  for (const [, name, body] of readFileSync(path, 'utf8').matchAll(/^message (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const fields = [...(body as string).matchAll(/^ {2}(?:optional |repeated )?(map<[^>]+>|[\w.]+) (\w+) = (\d+);/gm)];
    messages.set(
      `${group}.${version}.${name}`,
      fields.map(([, type = '', field = '', number = '']) => ({ name: field, type: shortType(type, group, version), number })),
    );
  }
}

function shortType(type: string, group: string, version: string): string {
  if (type.startsWith('.k8s.io.')) return type.split('.').slice(-3).join('.');
  return /^[A-Z]/.test(type) ? `${group}.${version}.${type}` : type;
}
