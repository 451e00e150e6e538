/** What rules may cost, each and all together (source: apiextensions-apiserver/pkg/apis/apiextensions/validation/{validation,cel_validation}.go, 1.36). */
import { forbiddenField } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';

const RULE_COST_MAX = 10_000_000;
const SCHEMA_COST_MAX = 100_000_000;
/** So many of the dearest are named, if they cost a hundredth of what all may. */
const NAMED_MAX = 4;

export class RuleCosts {
  private total = 0;
  private dearest: { readonly path: string; readonly cost: number }[] = [];

  /** `what`: "estimated rule cost". */
  add(path: string, cost: number, what: string): FieldError[] {
    this.total += cost;
    if (cost >= SCHEMA_COST_MAX / 100)
      this.dearest = [...this.dearest, { path, cost }].toSorted((a, b) => b.cost - a.cost).slice(0, NAMED_MAX);
    return cost > RULE_COST_MAX ? [forbiddenField(path, tooDear(what, cost / RULE_COST_MAX))] : [];
  }

  /** Of the schema as a whole. */
  errors(path: string): FieldError[] {
    if (this.total <= SCHEMA_COST_MAX) return [];
    const why = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    return [
      ...this.dearest.map((each) => forbiddenField(each.path, why)),
      forbiddenField(path, tooDear(what, this.total / SCHEMA_COST_MAX)),
    ];
  }
}

function tooDear(what: string, factor: number): string {
  const shown = factor > 100 ? 'more than 100x' : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
  return `${what} exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
