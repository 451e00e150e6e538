/** x-kubernetes-validations (source: apiextensions-apiserver/pkg/apiserver/schema/cel/{compilation,validation}.go, 1.36). */
import { isMap } from '../../../lib/member';
import { compile } from '../../../api/cel/compile';
import type { Program } from '../../../api/cel/compile';
import { DYN, optionalOf } from '../../../api/cel/types';
import type { CelType } from '../../../api/cel/types';
import { Optional } from '../../../api/cel/value';
import { toCel } from '../../../api/cel/values';
import { formatValue } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { celTypeOf } from './cel-type';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps, ValidationRule } from './json-schema';
import { isUnchanged, oldItems } from './unchanged';

interface CompiledRule {
  readonly rule: ValidationRule;
  readonly program: Program;
  readonly message?: Program;
  readonly transition: boolean;
}

interface CompiledRules {
  readonly type: CelType;
  readonly rules: readonly CompiledRule[];
}

/** Schemas are stored objects and never change, so what was compiled for one stays good. */
const compiled = new WeakMap<JsonSchemaProps, CompiledRules>();
const holders = new WeakMap<JsonSchemaProps, boolean>();

/** Whether there are rules in the schema at all. */
export function hasRules(schema: JsonSchemaProps): boolean {
  let known = holders.get(schema);
  if (known === undefined) {
    const children = [schema.items, valuesOf(schema), ...Object.values(schema.properties ?? {})];
    known = (schema['x-kubernetes-validations']?.length ?? 0) > 0 || children.some((child) => child !== undefined && hasRules(child));
    holders.set(schema, known);
  }
  return known;
}

export interface RuleFindings {
  readonly broken: readonly FieldError[];
  /** Broken before this write too, by values that it leaves as they were. */
  readonly tolerated: readonly FieldError[];
}

/** Runs the rules of a valid value. `before` is the stored one, undefined on creation; `root`: it is a whole object. */
export function validateRules(value: unknown, schema: JsonSchemaProps, before: unknown, root = true): RuleFindings {
  const run = new RuleRun();
  run.visit({ value, schema, path: '', before, unchanged: before !== undefined && isUnchanged(value, before, schema), root });
  return run;
}

interface Visited {
  readonly value: unknown;
  readonly schema: JsonSchemaProps;
  readonly path: string;
  /** The stored value at the same place; undefined where there is none, or none that can be told. */
  readonly before: unknown;
  /** The value, or the nearest thing around it that has a past, is as it was. */
  readonly unchanged: boolean;
  readonly root?: boolean;
}

class RuleRun implements RuleFindings {
  readonly broken: FieldError[] = [];
  readonly tolerated: FieldError[] = [];

  visit(visited: Visited): void {
    const { value, schema, path, before } = visited;
    if (!hasRules(schema) || value === null || value === undefined) return;
    this.judge(visited);
    const below = (member: unknown, declared: JsonSchemaProps, at: string, old: unknown) => {
      const unchanged = visited.unchanged || (old !== undefined && isUnchanged(member, old, declared));
      this.visit({ value: member, schema: declared, path: at, before: old, unchanged });
    };
    if (Array.isArray(value)) {
      const old = oldItems(schema, before);
      for (const [index, item] of value.entries()) if (schema.items) below(item, schema.items, `${path}[${index}]`, old(item));
    } else if (isMap(value)) {
      const values = valuesOf(schema);
      const old = isMap(before) ? before : {};
      for (const name of Object.keys(value).toSorted()) {
        const own = schema.properties?.[name];
        const declared = own ?? values;
        if (declared) below(value[name], declared, own ? (path === '' ? name : `${path}.${name}`) : `${path}[${name}]`, old[name]);
      }
    }
  }

  private judge({ value, schema, path, before, unchanged, root = false }: Visited): void {
    const { type, rules } = compiledRules(schema, root);
    if (rules.length === 0) return;
    const self = toCel(value, type);
    const oldSelf = before === undefined ? undefined : toCel(before, type);
    for (const { rule, program, message, transition } of rules) {
      if (transition && oldSelf === undefined && !rule.optionalOldSelf) continue;
      const variables = {
        self,
        ...(transition
          ? { oldSelf: rule.optionalOldSelf ? (oldSelf === undefined ? Optional.none : new Optional(oldSelf)) : oldSelf }
          : {}),
      };
      const result = program.evaluate(variables);
      if ('value' in result && result.value === true) continue;
      const field = rule.fieldPath ? `${path}${rule.fieldPath}` : path;
      const found = unchanged && !transition ? this.tolerated : this.broken;
      found.push(
        'error' in result
          ? ruleError(field, value, `${result.error} evaluating rule: ${rule.message || rule.rule}`, undefined)
          : ruleError(field, value, messageOf(rule, message, variables), rule.reason),
      );
    }
  }
}

function messageOf(rule: ValidationRule, message: Program | undefined, variables: Readonly<Record<string, unknown>>): string {
  const made = message?.evaluate(variables);
  if (made && 'value' in made && typeof made.value === 'string' && made.value.trim() !== '' && !made.value.includes('\n'))
    return made.value;
  return rule.message?.trim() || `failed rule: ${rule.rule?.trim() ?? ''}`;
}

function ruleError(field: string, value: unknown, detail: string, reason: string | undefined): FieldError {
  const at = field === '' ? '<nil>' : field.replace(/^\./, '');
  const shown = typeof value === 'object' ? '' : `${formatValue(value)}: `;
  switch (reason) {
    case 'FieldValueForbidden':
      return { type: 'FieldValueForbidden', field: at, message: `Forbidden: ${detail}` };
    case 'FieldValueRequired':
      return { type: 'FieldValueRequired', field: at, message: `Required value: ${detail}` };
    case 'FieldValueDuplicate':
      return { type: 'FieldValueDuplicate', field: at, message: `Duplicate value: ${shown === '' ? '' : formatValue(value)}` };
    default:
      return { type: 'FieldValueInvalid', field: at, message: `Invalid value: ${shown}${detail}` };
  }
}

function compiledRules(schema: JsonSchemaProps, root: boolean): CompiledRules {
  let known = compiled.get(schema);
  if (!known) {
    const type = celTypeOf(schema, root) ?? DYN;
    const rules = (schema['x-kubernetes-validations'] ?? []).flatMap((rule) => compiledRule(rule, type) ?? []);
    known = { type, rules };
    compiled.set(schema, known);
  }
  return known;
}

function compiledRule(rule: ValidationRule, type: CelType): CompiledRule | undefined {
  const program = compile(rule.rule ?? '', ruleScope(rule, type));
  if ('error' in program) return undefined;
  const message = rule.messageExpression ? compile(rule.messageExpression, ruleScope(rule, type)) : undefined;
  return {
    rule,
    program,
    transition: mentionsOldSelf(rule.rule ?? ''),
    ...(message && !('error' in message) ? { message } : {}),
  };
}

export function ruleScope(rule: ValidationRule, type: CelType): { readonly self: CelType; readonly oldSelf: CelType } {
  return { self: type, oldSelf: rule.optionalOldSelf ? optionalOf(type) : type };
}

function mentionsOldSelf(rule: string): boolean {
  return /\boldSelf\b/.test(rule.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, ''));
}
