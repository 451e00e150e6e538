/**
 * Custom objects against their schema, with the texts of kube-openapi's validators (source: k8s.io/kube-openapi/pkg/validation/validate
 * and apiextensions-apiserver/pkg/apiserver/validation, 1.36). Members that an update leaves as they were are not judged again.
 */
import { isMap } from '../../../lib/member';
import { invalid, required, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isKnownFormat } from './formats';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';
import { isUnchanged, oldItems } from './unchanged';
import { enumProblem, numberProblems, textProblems, typeProblem, typesOf, unplaced } from './scalars';

interface Judgement {
  readonly errors: readonly FieldError[];
  /** Upstream's count of the validators that applied or were content: of failed alternatives the one with most is explained. */
  readonly matches: number;
}

/** `before` is the stored value at the same place, undefined on creation. `looseChoice`: see {@link typesOf}. */
export function validateValue(
  value: unknown,
  schema: JsonSchemaProps,
  path: string,
  before: unknown,
  errors: FieldError[],
  looseChoice = false,
): void {
  if (before !== undefined && isUnchanged(value, before, schema)) return;
  errors.push(...new Judge(looseChoice).judge(value, schema, path, before).errors);
}

class Judge {
  constructor(private readonly looseChoice: boolean) {}

  judge(value: unknown, schema: JsonSchemaProps, path: string, before: unknown): Judgement {
    const found = this.judgeNew(value, schema, path, before);
    if (found.errors.length === 0 || before === undefined || !isUnchanged(value, before, schema)) return found;
    return { errors: [], matches: found.matches };
  }

  /** Whatever it was before; members still may stay as they were. */
  private judgeNew(value: unknown, schema: JsonSchemaProps, path: string, before: unknown): Judgement {
    const result = new Result();
    const types = typesOf(schema, this.looseChoice);
    const isFormatted = schema.format !== undefined && isKnownFormat(schema.type, schema.format);
    if (value === null) {
      const wrong = schema.nullable ? undefined : typeProblem(value, schema, types, path);
      const excluded = schema.enum?.length ? enumProblem(value, schema.enum, path) : undefined;
      result.add(...[wrong, excluded].flatMap((each) => each ?? []));
      return result;
    }
    if (types.length > 0 || isFormatted) {
      const wrong = typeProblem(value, schema, types, path);
      result.add(...(wrong ? [wrong] : []));
      result.matches += wrong ? 1 : 2;
    }
    this.judgeJunctors(value, schema, path, before, result);
    if (typeof value === 'string') {
      result.add(...textProblems(value, schema, path));
      result.matches += isFormatted ? 2 : 1;
    }
    if (typeof value === 'number') {
      result.add(...numberProblems(value, schema, path));
      result.matches += 2;
    }
    if (Array.isArray(value)) this.judgeList(value, schema, path, before, result);
    const excluded = schema.enum?.length ? enumProblem(value, schema.enum, path) : undefined;
    result.add(...(excluded ? [excluded] : []));
    if (isMap(value)) {
      this.judgeMembers(value, schema, path, before, result);
      result.matches += 1;
    }
    result.matches += 4;
    return result;
  }

  private judgeList(value: readonly unknown[], schema: JsonSchemaProps, path: string, before: unknown, result: Result): void {
    const old = oldItems(schema, before);
    const { items, maxItems, minItems } = schema;
    if (items) for (const [index, item] of value.entries()) result.merge(this.judge(item, items, `${path}[${index}]`, old(item)));
    if (minItems !== undefined && value.length < minItems)
      result.add(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
    if (maxItems !== undefined && value.length > maxItems) result.add(tooMany(path, value.length, maxItems));
    result.matches += 2;
  }

  /** Objects with too few or too many members are not looked into. */
  private judgeMembers(
    value: Readonly<Record<string, unknown>>,
    schema: JsonSchemaProps,
    path: string,
    before: unknown,
    result: Result,
  ): void {
    const old = isMap(before) ? before : undefined;
    const under = (name: string) => (path === '' ? name : `${path}.${name}`);
    const { minProperties, maxProperties, properties = {}, required: needed = [] } = schema;
    const count = Object.keys(value).length;
    if (minProperties !== undefined && count < minProperties)
      return result.add(invalid(path, count, `${path} in body should have at least ${minProperties} properties`));
    if (maxProperties !== undefined && count > maxProperties) return result.add(tooMany(path, count, maxProperties));
    const values = valuesOf(schema);
    for (const [name, member] of Object.entries(value)) {
      const declared = properties[name] ?? values;
      if (declared) result.merge(this.judge(member, declared, under(name), old?.[name]));
    }
    for (const name of needed) if (value[name] === undefined) result.add(required(under(name)));
  }

  private judgeJunctors(value: unknown, schema: JsonSchemaProps, path: string, before: unknown, result: Result): void {
    const judged = (each: JsonSchemaProps) => this.judgeNew(value, each, path, before);
    const refuse = (text: string) => result.add(unplaced(`${JSON.stringify(path)} ${text}`));
    const { allOf = [], anyOf = [], oneOf = [], not } = schema;
    if (anyOf.length) {
      const all = anyOf.map(judged);
      const success = all.find(isValid);
      if (!success) refuse('must validate at least one schema (anyOf)');
      result.merge(success ?? best(all));
    }
    if (oneOf.length) {
      const all = oneOf.map(judged);
      const [success, ...others] = all.filter(isValid);
      if (!success) refuse('must validate one and only one schema (oneOf). Found none valid');
      else if (others.length) refuse(`must validate one and only one schema (oneOf). Found ${others.length + 1} valid alternatives`);
      if (others.length === 0) result.merge(success ?? best(all));
    }
    if (allOf.length) {
      const all = allOf.map(judged);
      for (const each of all) result.merge(each);
      const failed = all.filter((each) => !isValid(each)).length;
      if (failed) refuse(`must validate all the schemas (allOf)${failed === all.length ? '. None validated' : ''}`);
    }
    if (not && isValid(judged(not))) refuse('must not validate the schema (not)');
  }
}

/** Says the same only once. */
class Result implements Judgement {
  readonly errors: FieldError[] = [];
  matches = 0;

  add(...errors: readonly FieldError[]): void {
    for (const error of errors)
      if (!this.errors.some(({ field, message }) => field === error.field && message === error.message)) this.errors.push(error);
  }

  merge({ errors, matches }: Judgement): void {
    this.add(...errors);
    this.matches += matches;
  }
}

function isValid({ errors }: Judgement): boolean {
  return errors.length === 0;
}

/** The first of those with most passed checks. */
function best(failures: readonly Judgement[]): Judgement {
  return failures.reduce((chosen, each) => (each.matches > chosen.matches ? each : chosen));
}
