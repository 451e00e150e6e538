import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { ServerUnderTest, configMap, message } from './server-under-test';

const GROUP = { group: 'admissionregistration.k8s.io', version: 'v1' };
const MATCH = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }] };

interface Given {
  readonly kind: 'Validating' | 'Mutating';
  readonly name: string;
  readonly spec: object;
  readonly binding?: object;
}

function withPolicies(...given: readonly Given[]): ServerUnderTest {
  const server = new ServerUnderTest();
  for (const { kind, name, spec, binding } of given) {
    const make = (resource: string, part: string, own: object) =>
      server.must('create', '', {
        ...GROUP,
        resource: `${kind.toLowerCase()}admission${resource}`,
        body: { apiVersion: 'admissionregistration.k8s.io/v1', kind: `${kind}Admission${part}`, metadata: { name }, spec: own },
      });
    make('policies', 'Policy', { matchConstraints: MATCH, ...spec });
    make('policybindings', 'PolicyBinding', { policyName: name, ...binding });
  }
  return server;
}

const mutating = (name: string, expression: string): Given => ({
  kind: 'Mutating',
  name,
  spec: {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'IfNeeded',
    mutations: [
      expression.startsWith('Object')
        ? { patchType: 'ApplyConfiguration', applyConfiguration: { expression } }
        : { patchType: 'JSONPatch', jsonPatch: { expression } },
    ],
  },
});

const podMutation = (expression: string) => ({
  reinvocationPolicy: 'Never',
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
  mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }],
});

const validating = (name: string, expression: string, validationActions: readonly string[] = ['Deny']): Given => ({
  kind: 'Validating',
  name,
  spec: { validations: [{ expression }] },
  binding: { validationActions },
});

describe('expressions of a policy', () => {
  test.each([
    ["authorizer.group('').resource('pods').check('get').allowed()", 201],
    ["authorizer.serviceAccount('default', 'nobody').group('').resource('pods').check('get').allowed()", 422],
    ["authorizer.requestResource.check('create').allowed()", 201],
    ["has(request.subResource) || request.options.kind != 'CreateOptions'", 422],
    ["request.kind.kind == 'ConfigMap' && oldObject == null && request.operation == 'CREATE'", 201],
    ["namespaceObject.metadata.name == 'default'", 201],
  ])('%s: %d', (expression, code) => {
    const server = withPolicies(validating('p', expression));
    expect(server.call('create', 'configmaps', { body: configMap('a') }).code).toBe(code);
  });

  test('every policy is asked before one refuses', () => {
    const server = withPolicies(validating('a', 'false'), validating('b', 'object == null', ['Warn']));
    const reply = server.call('create', 'configmaps', { body: configMap('a') });
    expect([reply.code, reply.warnings]).toEqual([
      422,
      ["Validation failed for ValidatingAdmissionPolicy 'b' with binding 'b': failed expression: object == null"],
    ]);
  });

  test('that cost too much fail', () => {
    const costly = 'lists.range(2000).all(x, lists.range(2000).all(y, x + y >= 0))';
    const reply = withPolicies(validating('p', costly)).call('create', 'configmaps', { body: configMap('a') });
    expect(message(reply)).toBe(
      `configmaps "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p' denied request: expression '${costly}' resulted in error: operation cancelled: actual cost limit exceeded`,
    );
  });

  test('are checked against the kinds they are about', () => {
    const server = withPolicies(validating('p', 'object.data.x == 1 || object.nope == 2'));
    const { status } = server.must('get', '', { ...GROUP, resource: 'validatingadmissionpolicies', name: 'p' }) as AnyObject & {
      readonly status: unknown;
    };
    const line = '\n | object.data.x == 1 || object.nope == 2\n | ';
    expect(status).toEqual({
      observedGeneration: 1,
      typeChecking: {
        expressionWarnings: [
          {
            fieldRef: 'spec.validations[0].expression',
            warning: `/v1, Kind=ConfigMap: ERROR: <input>:1:15: found no matching overload for '_==_' applied to '(string, int)'${line}..............^\nERROR: <input>:1:29: undefined field 'nope'${line}............................^\n`,
          },
        ],
      },
    });
  });
});

test('parameters of policies about a namespace are those inside it', () => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['namespaces'] }];
  const server = withPolicies({
    kind: 'Validating',
    name: 'p',
    spec: {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      matchConstraints: { resourceRules: rules },
      validations: [{ expression: 'params.data.allowed == "yes"' }],
    },
    binding: { validationActions: ['Deny'], paramRef: { name: 'rules', parameterNotFoundAction: 'Deny' } },
  });
  const label = () =>
    server.call('patch', 'namespaces', { name: 'default', patchType: 'merge', body: { metadata: { labels: { a: 'b' } } } }).code;
  server.must('create', 'configmaps', { body: { ...configMap('rules'), data: { allowed: 'no' } } });
  expect(label()).toBe(422);
  server.must('update', 'configmaps', { name: 'rules', body: { ...configMap('rules'), data: { allowed: 'yes' } } });
  expect(label()).toBe(200);
});

describe('a mutation', () => {
  test.each([
    ['Object{data: "x"}', 'error applying patch: failed to convert patch object to typed object: .data: expected map, got &{x}'],
    ['Object{nope: 1}', 'error applying patch: failed to convert patch object to typed object: .nope: field not declared in schema'],
    [
      'Object{metadata: Object.spec{name: "x"}}',
      'type mismatch: unexpected type name "Object.spec", expected "Object.metadata", which matches field name path from root Object type',
    ],
    [
      '[JSONPatch{op: "replace", path: "/nope/x", value: 1}]',
      'JSON Patch: replace operation does not apply: doc is missing path: /nope/x: missing value',
    ],
    [
      '[JSONPatch{op: "remove", path: "/metadata/zz"}]',
      "JSON Patch: error in remove for path: '/metadata/zz': Unable to remove nonexistent key: zz: missing value",
    ],
    ['[JSONPatch{op: "nope", path: "/a"}]', 'JSON Patch: Unexpected kind: nope'],
    [
      'Object{metadata: {"labels": {"q": "r"}}}',
      'error applying patch: failed to convert patch object to typed object: .metadata.labels: expected map, got &{map[q:r]}',
    ],
    [
      'Object{metadata: {"finalizers": ["a.b/c"]}}',
      'error applying patch: failed to convert patch object to typed object: .metadata.finalizers: expected list, got &{[a.b/c]}',
    ],
    [
      'Object{binaryData: {"x": b"ab"}}',
      'error applying patch: failed to convert patch object to typed object: .binaryData.x: expected string, got &value.valueUnstructured{Value:[]uint8{0x61, 0x62}}',
    ],
    [
      'Object{metadata: Object.metadata{ownerReferences: [Object.metadata.ownerReferences{kind: "Pod", name: "x", uid: "u"}]}}',
      'error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .metadata.ownerReferences[0]',
    ],
  ])('%s is refused', (expression, why) => {
    const reply = withPolicies(mutating('p', expression)).call('create', 'configmaps', { body: configMap('a') });
    expect([reply.code, message(reply)]).toEqual([403, `policy 'p' with binding 'p' denied request: ${why}`]);
  });

  test.each([
    ['[JSONPatch{op: "replace", path: "/metadata", value: {"name": "a"}}]', { metadata: { namespace: 'default' } }],
    ['Object{kind: "X", apiVersion: "v2"}', { apiVersion: 'v1', kind: 'ConfigMap' }],
    [
      'Object{metadata: Object.metadata{creationTimestamp: "2020-01-01T00:00:00Z"}}',
      { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' } },
    ],
  ])('%s changes nothing', (expression, kept) => {
    expect(withPolicies(mutating('p', expression)).call('create', 'configmaps', { body: configMap('a') }).body).toMatchObject(kept);
  });

  test('does not come in the way of what creation adds', () => {
    const spec = podMutation('[JSONPatch{op: "add", path: "/spec/hostNetwork", value: true}]');
    const server = withPolicies({ kind: 'Mutating', name: 'p', spec });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'web:1' }] } };
    expect(server.must('create', 'pods', { body: pod }).metadata?.generation).toBe(1);
  });

  test.each([
    [
      'ConfigMap',
      "policy 'p' with binding 'p' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
    ],
    ['Nope', 'policy "p" denied request: failed to configure policy: failed to find resource referenced by paramKind: \'/v1, Kind=Nope\''],
  ])('without its parameters, a %s, is forbidden, not invalid', (kind, text) => {
    const paramKind = { apiVersion: 'v1', kind };
    const paramRef = { name: 'none', parameterNotFoundAction: 'Deny' };
    const { spec, ...given } = mutating('p', 'Object{data: {"a": "b"}}');
    const server = withPolicies({ ...given, spec: { ...spec, paramKind }, binding: { paramRef } });
    const reply = server.call('create', 'configmaps', { body: configMap('a') });
    expect(reply).toMatchObject({ code: 403, body: { reason: 'Forbidden', message: text } });
  });

  test('that wants to sees what it and others changed', () => {
    const server = withPolicies(
      mutating('a', 'Object{data: {"n": object.?data.n.orValue("") + "x"}}'),
      mutating('b', 'Object{data: {"m": object.?data.m.orValue("") + "y"}}'),
    );
    const reply = server.call('create', 'configmaps', { body: configMap('a') });
    expect((reply.body as AnyObject & { data: unknown }).data).toEqual({ n: 'xx', m: 'yy' });
  });
});
