import { SchemaBook } from '../../../src/features/editor/schema';
import type { FieldSchema } from '../../../src/features/editor/schema';

const text: FieldSchema = { type: 'string' };
const ref = (name: string): FieldSchema => ({ $ref: `#/components/schemas/${name}` });

/** A small apps/v1 and v1 in the shape of /openapi/v3 documents. */
const schemas: Record<string, FieldSchema> = {
  Meta: {
    type: 'object',
    properties: {
      name: text,
      namespace: text,
      labels: { type: 'object', additionalProperties: text },
      annotations: { type: 'object', additionalProperties: text },
      finalizers: { type: 'array', items: text, 'x-kubernetes-patch-strategy': 'merge' },
    },
  },
  Quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  Port: {
    type: 'object',
    required: ['containerPort'],
    properties: {
      containerPort: { type: 'integer', format: 'int32', default: 0 },
      name: text,
      protocol: { ...text, enum: ['SCTP', 'TCP', 'UDP'], default: 'TCP' },
    },
  },
  Container: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { ...text, description: 'Name of the container.' },
      image: text,
      imagePullPolicy: { ...text, description: 'When to pull.\n\nPossible enum values:\n - `"Always"` always\n - `"Never"` never' },
      tty: { type: 'boolean' },
      args: { type: 'array', items: text },
      ports: { type: 'array', items: ref('Port'), 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'containerPort' },
      resources: { type: 'object', properties: { requests: { type: 'object', additionalProperties: ref('Quantity') } } },
    },
  },
  PodSpec: {
    type: 'object',
    required: ['containers'],
    properties: {
      containers: {
        type: 'array',
        items: { allOf: [ref('Container')], default: {} },
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
      },
      nodeName: text,
      hostNetwork: { type: 'boolean' },
    },
  },
  Strategy: {
    type: 'object',
    properties: { type: text, rollingUpdate: { type: 'object', properties: { maxSurge: { 'x-kubernetes-int-or-string': true } } } },
  },
  Deployment: {
    type: 'object',
    properties: {
      apiVersion: text,
      kind: text,
      metadata: { allOf: [ref('Meta')], default: {} },
      spec: {
        type: 'object',
        required: ['template'],
        properties: {
          replicas: { type: 'integer', format: 'int32' },
          paused: { type: 'boolean' },
          strategy: { ...ref('Strategy'), 'x-kubernetes-patch-strategy': 'retainKeys' },
          template: { type: 'object', properties: { metadata: ref('Meta'), spec: ref('PodSpec') } },
        },
      },
    },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
  },
};

export function exampleBook(): SchemaBook {
  const book = new SchemaBook();
  book.add('apps/v1', exampleDocument);
  return book;
}

export const exampleDocument = { components: { schemas } };

/** Cuts the "|" out of a text and tells where it was. */
export function cursorIn(textWithBar: string): { lines: string[]; row: number; column: number } {
  const before = textWithBar.slice(0, textWithBar.indexOf('|')).split('\n');
  return { lines: textWithBar.replace('|', '').split('\n'), row: before.length - 1, column: before.at(-1)!.length };
}
