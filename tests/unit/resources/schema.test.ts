import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cloneJson } from '../../../workers/lib/clone';
import { resourceDefinitions } from '../../../workers/resources/registry';
import { decode } from '../../../workers/resources/schema/decode';
import { jsonSchemas, openApiName } from '../../../workers/resources/schema/openapi';
import { patchMeta } from '../../../workers/resources/schema/patch-meta';
import { typeNamed, typeNames, typeOfKind } from '../../../workers/resources/schema/structure';

const REFERENCE = '../shared/reference';
const hasReference = existsSync(`${REFERENCE}/kubernetes-1.36-swagger.json`);

function decodePod(spec: unknown): ReturnType<typeof decode> {
  return decode('v1', 'Pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
}

describe('decoding', () => {
  it('names unknown fields with their path, in document order', () => {
    expect(decodePod({ containers: [{ name: 'c', imagee: 'x' }], bogus: 1 })?.unknownFields).toEqual([
      'unknown field "spec.containers[0].imagee"',
      'unknown field "spec.bogus"',
    ]);
  });

  it.each([
    [{ containers: 'c' }, 'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container'],
    [{ containers: ['c'] }, 'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container'],
    [{ containers: [{ stdin: 'yes' }] }, 'json: cannot unmarshal string into Go struct field Container.spec.containers.stdin of type bool'],
    [
      { terminationGracePeriodSeconds: 1.5 },
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    ],
    [{ nodeSelector: { a: true } }, 'json: cannot unmarshal bool into Go struct field PodSpec.spec.nodeSelector of type string'],
    [{ overhead: { cpu: '64MB' } }, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
  ])('%j has the wrong type', (spec, error) => {
    expect(decodePod(spec)?.error).toBe(error);
  });

  it.each([
    ['v1', 'Namespace', 'status', { phase: {} }, 'object into Go struct field NamespaceStatus.status.phase of type v1.NamespacePhase'],
    [
      'v1',
      'LimitRange',
      'spec',
      { limits: [{ max: 'x' }] },
      'string into Go struct field LimitRangeItem.spec.limits.max of type v1.ResourceList',
    ],
    ['v1', 'Service', 'spec', { ipFamilies: [1] }, 'number into Go struct field ServiceSpec.spec.ipFamilies of type v1.IPFamily'],
  ])('%s %s: names the Go type where %s is %j', (apiVersion, kind, part, value, error) => {
    expect(decode(apiVersion, kind, { apiVersion, kind, [part]: value })?.error).toBe(`json: cannot unmarshal ${error}`);
  });

  it('writes what Go writes though nobody gave it, unless it is a part of an object', () => {
    const body = { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: {}, spec: { drivers: [{ name: 'a', nodeID: 'b' }] } };
    expect(decode('storage.k8s.io/v1', 'CSINode', body)?.object.spec).toEqual({
      drivers: [{ name: 'a', nodeID: 'b', topologyKeys: null }],
    });
    expect(decode('storage.k8s.io/v1', 'CSINode', body, false)?.object).toEqual(body);
  });

  it('drops nulls and what omitempty leaves out, and makes quantities and times canonical', () => {
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', labels: { a: null }, annotations: {}, creationTimestamp: '2026-01-01T01:00:00+01:00' },
      spec: {
        nodeName: '',
        hostNetwork: false,
        containers: [{ name: 'c', command: ['sh', null], resources: { requests: { cpu: 1.5, memory: '1024Mi' } } }],
        volumes: null,
      },
    };
    expect(cloneJson(decode('v1', 'Pod', body)?.object)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', labels: { a: '' }, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { containers: [{ name: 'c', command: ['sh', ''], resources: { requests: { cpu: '1500m', memory: '1Gi' } } }] },
      status: {},
    });
  });

  it('leaves kinds without a schema alone', () => {
    expect(decode('example.com/v1', 'Widget', {})).toBeUndefined();
  });
});

describe('structure', () => {
  it('every served kind has a schema', () => {
    const missing = resourceDefinitions
      .filter(({ verbs }) => !verbs || verbs.includes('create'))
      .filter(({ group, version, kind }) => !typeOfKind(group === '' ? version : `${group}/${version}`, kind))
      .map(({ kind }) => kind);
    expect(missing).toEqual([]);
  });

  it.skipIf(!hasReference)('has the fields and types of the published OpenAPI (reference/kubernetes-1.36-swagger.json)', () => {
    const { definitions } = JSON.parse(readFileSync(`${REFERENCE}/kubernetes-1.36-swagger.json`, 'utf8')) as {
      definitions: Record<string, Published>;
    };
    const differences = typeNames()
      .filter((name) => !name.startsWith('sim.'))
      .flatMap((name) => compare(name, definitions))
      .filter((difference) => !difference.startsWith('apiextensions.v1.CustomResourceValidation.openAPIV3Schema: o '));
    expect(differences).toEqual([]);
  });

  it.skipIf(!hasReference)('merges lists by the published keys (reference/kubernetes-1.36-list-keys.json)', () => {
    const { fields } = JSON.parse(readFileSync(`${REFERENCE}/kubernetes-1.36-list-keys.json`, 'utf8')) as {
      fields: Record<string, Record<string, Record<string, unknown>>>;
    };
    const differences = typeNames().flatMap((name) =>
      [...typeNamed(name).fields.keys()].flatMap((field) => {
        const meta = patchMeta(typeNamed(name), field);
        const published = fields[openApiName(name)]?.[field] ?? {};
        const mine = [
          meta?.mergeKey ?? '',
          meta?.strategies.join(',') ?? '',
          meta?.listMapKeys.join(',') ?? '',
          meta?.isList ? meta.listType : '',
        ].join(' ');
        const theirs = [
          published['patch-merge-key'] ?? '',
          publishedStrategy(published),
          ((published['list-map-keys'] ?? []) as string[]).join(','),
          meta?.isList ? (published['list-type'] ?? 'atomic') : '',
        ].join(' ');
        return mine === theirs ? [] : [`${name}.${field}: ${mine} instead of ${theirs}`];
      }),
    );
    expect(differences).toEqual([]);
  });
});

describe('JSON schema', () => {
  it('carries references, list types and required fields', () => {
    const service = jsonSchemas('#/definitions/')['io.k8s.api.core.v1.ServiceSpec'];
    expect(service?.properties?.ports).toEqual({
      type: 'array',
      items: { $ref: '#/definitions/io.k8s.api.core.v1.ServicePort' },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      'x-kubernetes-patch-merge-key': 'port',
      'x-kubernetes-patch-strategy': 'merge',
    });
    expect(jsonSchemas('')['io.k8s.api.core.v1.ServicePort']?.required).toEqual(['port']);
  });
});

interface PublishedField {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: PublishedField;
  readonly additionalProperties?: PublishedField;
}
interface Published {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, PublishedField>>;
}

function compare(name: string, definitions: Readonly<Record<string, Published>>): string[] {
  const properties = definitions[openApiName(name)]?.properties ?? {};
  const mine = Object.fromEntries(
    [...typeNamed(name).fields].map(([field, { wrappers, scalar, type }]) => [field, wrappers + (scalar ?? openApiName(type as string))]),
  );
  const theirs = Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, publishedType(property)]));
  return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
    .filter((field) => mine[field] !== theirs[field])
    .map((field) => `${name}.${field}: ${mine[field]} instead of ${theirs[field]}`);
}

const WRAPPED: Readonly<Record<string, string>> = {
  Quantity: 'q',
  Time: 't',
  MicroTime: 'T',
  IntOrString: 'x',
  RawExtension: 'o',
  FieldsV1: 'o',
};

function publishedType(field: PublishedField): string {
  if (field.$ref) {
    const name = field.$ref.slice(field.$ref.lastIndexOf('/') + 1);
    return WRAPPED[name.slice(name.lastIndexOf('.') + 1)] ?? name;
  }
  switch (field.type) {
    case 'array':
      return `[${publishedType(field.items ?? {})}`;
    case 'object':
      return field.additionalProperties ? `{${publishedType(field.additionalProperties)}` : 'o';
    case 'string':
      return field.format === 'byte' ? 'y' : 's';
    case 'boolean':
      return 'b';
    case 'integer':
      return field.format === 'int32' ? 'i' : 'l';
    case 'number':
      return 'd';
    default:
      return 'o';
  }
}

function publishedStrategy(published: Readonly<Record<string, unknown>>): string {
  return `${(published['patch-strategy'] as string | undefined) ?? ''}`;
}
