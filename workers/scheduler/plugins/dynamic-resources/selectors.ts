/** CEL selectors of device classes and requests (source: k8s.io/dynamic-resource-allocation/cel, 1.36). */
import { compile } from '../../../api/cel/compile';
import type { Program } from '../../../api/cel/compile';
import { celQuantity } from '../../../api/cel/library/quantities';
import { Semver } from '../../../api/cel/semver';
import { BOOL, DYN, STRING } from '../../../api/cel/types';
import type { CelType } from '../../../api/cel/types';
import { Entries } from '../../../api/cel/value';
import type { Value } from '../../../api/cel/value';
import type { Attribute, Device } from './types';

const SCOPE = {
  device: {
    kind: 'object',
    fields: new Map<string, CelType>([
      ['driver', STRING],
      ['allowMultipleAllocations', BOOL],
      ['attributes', { kind: 'map', value: { kind: 'map', value: DYN } }],
      ['capacity', { kind: 'map', value: { kind: 'map', value: DYN } }],
    ]),
  },
} as const;

/** Distinct expressions in a cluster are few; the cap only guards against a stream of odd ones. */
const CACHE_MAX = 1000;
const programs = new Map<string, Program | { readonly error: string }>();

/** A text is an error: of compilation, or of this device. */
export function selects(expression: string, driver: string, device: Device): boolean | { readonly error: string } {
  let program = programs.get(expression);
  if (!program) {
    if (programs.size >= CACHE_MAX) programs.clear();
    programs.set(expression, (program = compile(expression, SCOPE)));
  }
  if ('error' in program) return { error: `CEL compile error: compilation failed: ${program.error}` };
  if (program.type.kind !== 'bool' && program.type.kind !== 'dyn')
    return { error: 'CEL compile error: must evaluate to bool or the unknown type, not ' + program.type.kind };
  const answer = program.evaluate({ device: variableOf(driver, device) });
  if ('error' in answer) return { error: `CEL runtime error: ${answer.error}` };
  if (typeof answer.value === 'boolean') return answer.value;
  return { error: `CEL runtime error: CEL result of type ${typeof answer.value} could not be converted to bool` };
}

function variableOf(driver: string, { attributes, capacity, allowMultipleAllocations = false }: Device): object {
  return {
    driver,
    allowMultipleAllocations,
    attributes: byDomain(driver, attributes ?? {}, attributeValue),
    capacity: byDomain(driver, capacity ?? {}, ({ value }) => celQuantity(value) ?? null),
  };
}

/** Names without a domain are the driver's. Asked for a domain that has nothing, the map answers with an empty one. */
function byDomain<T>(driver: string, entries: Readonly<Record<string, T>>, convert: (entry: T) => Value): Domains {
  const domains = new Map<string, Map<string, Value>>();
  for (const [name, entry] of Object.entries(entries)) {
    const slash = name.indexOf('/');
    const domain = slash < 0 ? driver : name.slice(0, slash);
    if (!domains.has(domain)) domains.set(domain, new Map());
    domains.get(domain)?.set(name.slice(slash + 1), convert(entry));
  }
  return new Domains([...domains].map(([domain, values]) => [domain, new Entries(values)]));
}

const NOTHING = new Entries([]);

class Domains extends Entries {
  override find(domain: Value): Value {
    return super.find(domain) ?? NOTHING;
  }
}

function attributeValue({ string, int, bool, version }: Attribute): Value {
  if (string !== undefined) return string;
  if (int !== undefined) return BigInt(int);
  return bool ?? (version === undefined ? null : (Semver.parse(version) ?? null));
}
