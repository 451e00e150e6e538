/** Types of expressions over declared objects: finds fields that do not exist before anything runs. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { BOOL, DYN } from './types';
import type { CelType } from './types';

export interface TypeProblem {
  /** Offset of the character the error points at. */
  readonly offset: number;
  readonly message: string;
}

export type Scope = Readonly<Record<string, CelType>>;

/** The type of `node`, 'dyn' where this knows none; `problems` gets what is wrong, in source order. */
export function infer(node: ASTNode, scope: Scope, problems: TypeProblem[]): CelType {
  switch (node.op) {
    case 'id':
      return identifier(node.args, node.pos, scope, problems);
    case '.':
    case '.?':
      return select(node, infer(node.args[0], scope, problems), problems);
    case '[]':
    case '[?]': {
      const holder = infer(node.args[0], scope, problems);
      infer(node.args[1], scope, problems);
      return node.op === '[]' && (holder.kind === 'list' || holder.kind === 'map') ? holder.value : DYN;
    }
    case 'call':
      for (const each of node.args[1]) infer(each, scope, problems);
      return DYN;
    case 'rcall':
      return method(node, scope, problems);
    case 'list':
      for (const each of node.args) infer(each, scope, problems);
      return DYN;
    case 'map':
      for (const [key, value] of node.args) {
        infer(key, scope, problems);
        infer(value, scope, problems);
      }
      return DYN;
    case 'value':
      return DYN;
    case '?:': {
      infer(node.args[0], scope, problems);
      const left = infer(node.args[1], scope, problems);
      const right = infer(node.args[2], scope, problems);
      return left.kind === right.kind ? left : DYN;
    }
    case '!_':
      infer(node.args, scope, problems);
      return BOOL;
    case '-_':
      return infer(node.args, scope, problems);
    default:
      for (const each of node.args) infer(each, scope, problems);
      return DYN;
  }
}

const NAMESPACES = new Set([
  'sets',
  'optional',
  'google',
  'Object',
  'JSONPatch',
  'int',
  'uint',
  'double',
  'string',
  'bool',
  'bytes',
  'list',
  'map',
  'type',
  'null_type',
]);

function identifier(name: string, offset: number, scope: Scope, problems: TypeProblem[]): CelType {
  const type = scope[name];
  if (type) return type;
  if (!NAMESPACES.has(name)) problems.push({ offset, message: `undeclared reference to '${name}' (in container '')` });
  return DYN;
}

function select(node: Extract<ASTNode, { op: '.' | '.?' }>, holder: CelType, problems: TypeProblem[]): CelType {
  const name = node.args[1];
  if (holder.kind === 'map') return node.op === '.' ? holder.value : DYN;
  if (holder.kind === 'object') {
    const field = holder.fields.get(name);
    if (!field) problems.push({ offset: dotOf(node), message: `undefined field '${name}'` });
    return node.op === '.' ? (field ?? DYN) : DYN;
  }
  if (holder.kind !== 'dyn') problems.push({ offset: dotOf(node), message: `type '${holder.kind}' does not support field selection` });
  return DYN;
}

function dotOf(node: ASTNode): number {
  return node.input.lastIndexOf('.', node.pos);
}

/** Macros whose first argument names the item. */
const COMPREHENSIONS = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter']);

function method(node: Extract<ASTNode, { op: 'rcall' }>, scope: Scope, problems: TypeProblem[]): CelType {
  const [name, receiver, parameters] = node.args;
  const holder = infer(receiver, scope, problems);
  const [first, ...rest] = parameters;
  if (!COMPREHENSIONS.has(name) || first?.op !== 'id') {
    for (const each of parameters) infer(each, scope, problems);
    return DYN;
  }
  const item: CelType = holder.kind === 'list' ? holder.value : holder.kind === 'map' ? { kind: 'string' } : DYN;
  const second = rest.length > 1 && rest[0]?.op === 'id' && !['map', 'filter'].includes(name) ? rest[0] : undefined;
  const inner = {
    ...scope,
    [first.args]: item,
    ...(second?.op === 'id' ? { [second.args]: DYN } : {}),
  };
  const types = rest.filter((each) => each !== second).map((each) => infer(each, inner, problems));
  if (name === 'filter') return holder.kind === 'map' ? { kind: 'list', value: item } : holder;
  if (name === 'map') return { kind: 'list', value: types.at(-1) ?? DYN };
  return BOOL;
}
