/** Types of expressions over declared objects: finds fields that do not exist before anything runs. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { binaryType, functionType, isComparable, methodType, operatorName, unaryType } from './overloads';
import { BOOL, DYN, STRING, typeName } from './types';
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
    case '[?]':
      infer(node.args[0], scope, problems);
      infer(node.args[1], scope, problems);
      return DYN;
    case 'call': {
      const [name, parameters] = node.args;
      for (const each of parameters) infer(each, scope, problems);
      return functionType(name);
    }
    case 'rcall':
      return method(node, scope, problems);
    case 'list':
      return listType(node.args.map((each) => infer(each, scope, problems)));
    case 'map':
      for (const [key, value] of node.args) {
        infer(key, scope, problems);
        infer(value, scope, problems);
      }
      return DYN;
    case 'value':
      return literalType(node.args);
    case '?:':
      return conditional(node, scope, problems);
    case '!_':
    case '-_': {
      const operand = infer(node.args, scope, problems);
      return unaryType(node.op, operand) ?? noOverload(node, node.op, node.start, [operand], problems);
    }
    default: {
      const [left, right] = [infer(node.args[0], scope, problems), infer(node.args[1], scope, problems)];
      const offset = node.input.indexOf(node.op === '[]' ? '[' : node.op, node.args[0].end);
      return binaryType(node.op, left, right) ?? noOverload(node, node.op, offset, [left, right], problems);
    }
  }
}

function noOverload(node: ASTNode, operator: string, offset: number, types: readonly CelType[], problems: TypeProblem[]): CelType {
  const message = `found no matching overload for '${operatorName(operator)}' applied to '(${types.map(typeName).join(', ')})'`;
  problems.push({ offset: offset < 0 ? node.pos : offset, message });
  return DYN;
}

function conditional(node: Extract<ASTNode, { op: '?:' }>, scope: Scope, problems: TypeProblem[]): CelType {
  const [condition, left, right] = node.args.map((each) => infer(each, scope, problems)) as [CelType, CelType, CelType];
  if ((condition.kind === 'bool' || condition.kind === 'dyn') && isComparable(left, right)) return left.kind === right.kind ? left : DYN;
  const message = `found no matching overload for '_?_:_' applied to '(${[condition, left, right].map(typeName).join(', ')})'`;
  problems.push({ offset: node.input.indexOf('?', node.args[0].end), message });
  return DYN;
}

/** Of texts and numbers; what else is in a list is looked at when it runs. */
function listType(items: readonly CelType[]): CelType {
  const [first] = items;
  const plain = first && ['string', 'int', 'double', 'bool'].includes(first.kind) && items.every(({ kind }) => kind === first.kind);
  return plain ? { kind: 'list', value: first } : items.length === 0 ? { kind: 'list', value: DYN } : DYN;
}

function literalType(value: unknown): CelType {
  switch (typeof value) {
    case 'bigint':
      return { kind: 'int' };
    case 'number':
      return { kind: 'double' };
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    default:
      return value === null ? { kind: 'null_type' } : value instanceof Uint8Array ? { kind: 'bytes' } : DYN;
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
    const given = parameters.map((each) => infer(each, scope, problems));
    const type = methodType(name, holder, given);
    if (type) return type;
    const offset = node.input.indexOf('(', node.input.indexOf(name, receiver.end));
    const shown = `${typeName(holder)}.(${given.map(typeName).join(', ')})`;
    problems.push({ offset, message: `found no matching overload for '${name}' applied to '${shown}'` });
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
