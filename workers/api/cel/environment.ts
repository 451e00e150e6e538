/** Every function and type name Kubernetes' environment has (source: k8s.io/apiserver/pkg/cel/environment/base.go, 1.36). */
import { ADDRESSES } from './library/addresses';
import { AUTHORIZER } from './library/authorizer';
import { CONVERSIONS } from './library/conversions';
import { CORE } from './library/core';
import { FORMATS_LIBRARY } from './library/formats';
import { LISTS } from './library/lists';
import { OPERATORS } from './library/operators';
import { OPTIONALS } from './library/optionals';
import { QUANTITIES } from './library/quantities';
import { REGEX } from './library/regex';
import { STRINGS } from './library/strings';
import { TIMES } from './library/times';
import { URLS } from './library/urls';
import { VERSIONS } from './library/versions';
import type { Overload } from './signature';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, TYPE, UINT, listOf, mapOf, opaque, typeName } from './types';
import type { CelType } from './types';

const LIBRARIES = [
  ...[CORE, OPERATORS, CONVERSIONS, TIMES, STRINGS, LISTS, OPTIONALS, REGEX],
  ...[QUANTITIES, URLS, ADDRESSES, FORMATS_LIBRARY, VERSIONS, AUTHORIZER],
];

let functions: Map<string, Overload[]> | undefined;

/** In the order they are declared; [] where there is no such function. */
export function functionsNamed(name: string): readonly Overload[] {
  if (!functions) {
    functions = new Map();
    for (const overload of LIBRARIES.flat()) {
      const known = functions.get(overload.name);
      if (known) known.push(overload);
      else functions.set(overload.name, [overload]);
    }
  }
  return functions.get(name) ?? [];
}

const NAMED: ReadonlyMap<string, CelType> = new Map(
  [...[BOOL, BYTES, DOUBLE, DURATION, INT, NULL, STRING, TIMESTAMP, UINT], ...['IP', 'CIDR'].map((name) => opaque(`net.${name}`))].map(
    (type): [string, CelType] => [typeName(type), { kind: 'type', of: type }],
  ),
);

const TIME_FIELDS: ReadonlyMap<string, CelType> = new Map([
  ['seconds', INT],
  ['nanos', INT],
]);

/** Messages that can be written out as such, though their values are of another kind. */
export function structNamed(name: string): CelType | undefined {
  if (name !== typeName(TIMESTAMP) && name !== typeName(DURATION)) return undefined;
  return { kind: 'type', of: { kind: 'object', name, fields: TIME_FIELDS } };
}

/** Types that have values of their own: `type(x) == int`. */
export function typeNamed(name: string): CelType | undefined {
  switch (name) {
    case 'list':
      return { kind: 'type', of: listOf(DYN) };
    case 'map':
      return { kind: 'type', of: mapOf(DYN, DYN) };
    case 'optional_type':
      return { kind: 'type', of: opaque('optional_type') };
    case 'type':
      return { kind: 'type', of: TYPE };
    default:
      return NAMED.get(name);
  }
}
