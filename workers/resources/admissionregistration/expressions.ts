/** What expressions of policies can name, and the check that they compile (source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go, 1.36). */
import { compile } from '../../api/cel/compile';
import type { Program, Scope } from '../../api/cel/compile';
import { BOOL, DYN, INT, STRING, TIMESTAMP, listOf, mapOf, typeName } from '../../api/cel/types';
import type { CelType } from '../../api/cel/types';
import { invalid, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { NamedExpression } from './types';

const object = (name: string, fields: Readonly<Record<string, CelType>>): CelType => ({
  kind: 'object',
  name: `kubernetes.${name}`,
  fields: new Map(Object.entries(fields)),
});
const GVK = object('GroupVersionKind', { group: STRING, version: STRING, kind: STRING });
const GVR = object('GroupVersionResource', { group: STRING, version: STRING, resource: STRING });
const STRINGS = listOf(STRING);

export const REQUEST = object('AdmissionRequest', {
  kind: GVK,
  resource: GVR,
  subResource: STRING,
  requestKind: GVK,
  requestResource: GVR,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: object('UserInfo', { username: STRING, uid: STRING, groups: STRINGS, extra: mapOf(STRING, STRINGS) }),
  dryRun: BOOL,
  options: DYN,
});

export const NAMESPACE = object('Namespace', {
  metadata: object('NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: STRINGS,
  }),
  status: object('NamespaceStatus', {
    conditions: listOf(
      object('NamespaceCondition', { status: STRING, type: STRING, lastTransitionTime: TIMESTAMP, message: STRING, reason: STRING }),
    ),
    phase: STRING,
  }),
  spec: object('NamespaceSpec', { finalizers: STRINGS }),
});

/** What mutations make: any fields. */
const OBJECT: CelType = { kind: 'object', name: 'Object', fields: new Map(), holds: 'any' };
export const JSON_PATCH: CelType = {
  kind: 'object',
  name: 'JSONPatch',
  holds: 'unchecked',
  fields: new Map([
    ['op', STRING],
    ['path', STRING],
    ['from', STRING],
    ['value', DYN],
  ]),
};
const authorization = (name: string): CelType => ({
  kind: 'object',
  name: `kubernetes.authorization.${name}`,
  fields: new Map(),
  holds: 'none',
});

interface ScopeOptions {
  /** What is known of object, oldObject and params. */
  readonly typed?: Scope;
  /** false: nobody can be asked. */
  readonly authorizer?: boolean;
  readonly params?: boolean;
  /** Typed literals can be made. */
  readonly mutating?: boolean;
  /** Absent: `variables` is not there at all. */
  readonly variables?: ReadonlyMap<string, CelType> | undefined;
}

export function policyScope({ params = false, variables, mutating = false, authorizer = true, typed }: ScopeOptions): Scope {
  return {
    ...(mutating ? { Object: { kind: 'type', of: OBJECT }, JSONPatch: { kind: 'type', of: JSON_PATCH } } : {}),
    object: DYN,
    oldObject: DYN,
    request: REQUEST,
    namespaceObject: NAMESPACE,
    ...(authorizer ? { authorizer: authorization('Authorizer'), 'authorizer.requestResource': authorization('ResourceCheck') } : {}),
    ...(params ? { params: DYN } : {}),
    ...typed,
    ...(variables ? { variables: { kind: 'object', name: 'kubernetes.variables', fields: variables } } : {}),
  };
}

/** `expected`: names of the types it may have; none: any. */
export function checkExpression(
  expression: string,
  scope: Scope,
  field: string,
  expected: readonly string[],
  errors: FieldError[],
): Program | undefined {
  const program = compile(expression, scope);
  const { type } = program;
  if (!type) {
    if ('error' in program) errors.push(invalid(field, expression, `compilation failed: ${program.error}`));
    return undefined;
  }
  const name = typeName(type);
  const wanted = expected.length === 1 ? (expected[0] as string) : `one of [${expected.join(' ')}]`;
  const fits = expected.length === 0 || expected.includes(name);
  if (!fits) errors.push(invalid(field, expression, `must evaluate to ${wanted} but got ${name}`));
  if (!('error' in program)) return program;
  if (fits) errors.push({ type: 'InternalError', field, message: `Internal error: ${program.error}` });
  return undefined;
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
/** Words that no variable may be called. */
const WORDS = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** Variables see those before them. undefined without any: there is nothing called `variables` then. */
export function compileVariables(
  variables: readonly NamedExpression[] | undefined,
  params: boolean,
  path: string,
  errors: FieldError[],
  typed: Scope = {},
): ReadonlyMap<string, CelType> | undefined {
  if (!variables?.length) return undefined;
  const known = new Map<string, CelType>();
  for (const [index, { name, expression }] of variables.entries()) {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`, 'name is not specified'));
    else if (!IDENTIFIER.test(name) || WORDS.has(name)) errors.push(invalid(`${at}.name`, name, 'must be a valid CEL identifier'));
    if (!expression?.trim()) {
      errors.push(required(`${at}.expression`, 'expression is not specified'));
      continue;
    }
    const scope = policyScope({ params, variables: new Map(known), typed });
    const program = checkExpression(expression, scope, `${at}.expression`, [], errors);
    known.set(name, program?.type ?? DYN);
  }
  return known;
}
