import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { ServerUnderTest, configMap, message } from './server-under-test';

const GROUP = { group: 'admissionregistration.k8s.io', version: 'v1' };
const MATCH = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }] };

function withPolicy(kind: 'Validating' | 'Mutating', spec: object, binding: object = {}): ServerUnderTest {
  const server = new ServerUnderTest();
  const plural = kind.toLowerCase();
  const make = (resource: string, name: string, body: object) =>
    server.must('create', '', {
      ...GROUP,
      resource: `${plural}admission${resource}`,
      body: { apiVersion: 'admissionregistration.k8s.io/v1', kind: `${kind}Admission${name}`, metadata: { name: 'p' }, ...body },
    });
  make('policies', 'Policy', { spec: { matchConstraints: MATCH, ...spec } });
  make('policybindings', 'PolicyBinding', { spec: { policyName: 'p', ...binding } });
  return server;
}

describe('a policy', () => {
  test('refuses with its own words and reason', () => {
    const validations = [
      { expression: 'has(object.data)', messageExpression: "'no data in ' + object.metadata.name", reason: 'Forbidden' },
    ];
    const server = withPolicy('Validating', { validations }, { validationActions: ['Deny'] });
    const reply = server.call('create', 'configmaps', { body: configMap('a') });
    expect([reply.code, message(reply)]).toEqual([
      403,
      "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p' denied request: no data in a",
    ]);
  });

  test('only warns when bound so', () => {
    const server = withPolicy('Validating', { validations: [{ expression: 'has(object.data)' }] }, { validationActions: ['Warn'] });
    const { code, warnings } = server.call('create', 'configmaps', { body: configMap('a') });
    expect({ code, warnings }).toEqual({
      code: 201,
      warnings: ["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'p': failed expression: has(object.data)"],
    });
  });

  test('sees parameters and variables', () => {
    const spec = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      variables: [{ name: 'wanted', expression: 'params.data.name' }],
      validations: [{ expression: 'object.metadata.name == variables.wanted', message: 'other name' }],
    };
    const server = withPolicy('Validating', spec, {
      validationActions: ['Deny'],
      paramRef: { name: 'params', parameterNotFoundAction: 'Allow' },
    });
    server.must('create', 'configmaps', { body: { ...configMap('params'), data: { name: 'good' } } });
    expect(server.call('create', 'configmaps', { body: configMap('good') }).code).toBe(201);
    expect(server.call('create', 'configmaps', { body: configMap('bad') }).code).toBe(422);
  });

  test('changes objects with apply configurations and JSON patches', () => {
    const server = withPolicy('Mutating', {
      reinvocationPolicy: 'Never',
      mutations: [
        { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"a": "b"}}}' } },
        {
          patchType: 'JSONPatch',
          jsonPatch: { expression: '[JSONPatch{op: "add", path: "/data", value: {"k": object.metadata.labels.a}}]' },
        },
      ],
    });
    const { metadata, data } = server.must('create', 'configmaps', { body: configMap('c') }) as AnyObject & { data?: unknown };
    expect([metadata?.labels, data]).toEqual([{ a: 'b' }, { k: 'b' }]);
  });
});
