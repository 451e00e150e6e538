/**
 * Types that are one value on the wire, under the names that OpenAPI documents refer to them by (source: openapi_generated.go of
 * k8s.io/apimachinery, 1.36).
 */
import type { JsonSchema } from './openapi';
import type { ScalarCode } from './structure';

interface NamedScalar {
  readonly name: string;
  readonly schema: JsonSchema;
}

const MACHINERY = 'io.k8s.apimachinery.pkg';

const QUANTITY: NamedScalar = {
  name: `${MACHINERY}.api.resource.Quantity`,
  schema: {
    description: `An amount as a fixed-point number, written with a suffix that stands for a power of two or of ten.

The form is:

\`\`\` <quantity>        ::= <signedNumber><suffix>

	(Note that <suffix> may be empty, from the "" case in <decimalSI>.)

<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> <number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> <sign>            ::= "+" | "-" <signedNumber>    ::= <number> | <sign><number> <suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI> <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei

	(International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)

<decimalSI>       ::= m | "" | k | M | G | T | P | E

	(Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)

<decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber> \`\`\`

No amount is larger than 2^63-1, and none has more than three decimal places: what is larger is capped, what is finer is rounded up (0.1m becomes 1m).

An amount that was read keeps its kind of suffix when it is written again.

It is written in canonical form: exponent and suffix are chosen such that

- nothing is lost - there is no fraction - the exponent or suffix is as large as it can be

A sign is written for negative amounts only.

For example:

- 1.5 is written as "1500m" - 1.5Gi is written as "1536Mi"

Inside, an amount is never a floating point number.

Other forms are understood as long as they are well formed, and written in canonical form (so write that, or expect a difference).

The form is odd enough that no program reads it by accident as an ordinary number.`,
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
};
const TIME: NamedScalar = {
  name: `${MACHINERY}.apis.meta.v1.Time`,
  schema: { description: 'A point in time, in RFC 3339 with whole seconds.', type: 'string', format: 'date-time' },
};
const MICRO_TIME: NamedScalar = {
  name: `${MACHINERY}.apis.meta.v1.MicroTime`,
  schema: { description: 'A point in time with microseconds.', type: 'string', format: 'date-time' },
};
const INT_OR_STRING: NamedScalar = {
  name: `${MACHINERY}.util.intstr.IntOrString`,
  schema: {
    description: 'A whole number or a text, such as the number of a port or its name.',
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
};
export const RAW_EXTENSION: NamedScalar = {
  name: `${MACHINERY}.runtime.RawExtension`,
  schema: { description: 'An object of whatever kind, kept as it came.', type: 'object' },
};
const FIELDS_V1: NamedScalar = {
  name: `${MACHINERY}.apis.meta.v1.FieldsV1`,
  schema: {
    description: `A set of fields as a tree.

A key is "." for the field itself, "f:<name>" for a member, "v:<value>" for an item of a set, "k:<keys>" for an item of a map list.`,
    type: 'object',
  },
};

const BY_CODE: Readonly<Partial<Record<ScalarCode, NamedScalar>>> = { q: QUANTITY, t: TIME, T: MICRO_TIME, x: INT_OR_STRING };
/** Values without a structure of their own that have a name. */
const BY_FIELD: Readonly<Record<string, NamedScalar>> = {
  'meta.v1.ManagedFieldsEntry.fieldsV1': FIELDS_V1,
  'apps.v1.ControllerRevision.data': RAW_EXTENSION,
  'resource.v1.AllocatedDeviceStatus.data': RAW_EXTENSION,
  'resource.v1.OpaqueDeviceConfiguration.parameters': RAW_EXTENSION,
};

export const namedScalars: readonly NamedScalar[] = [QUANTITY, TIME, MICRO_TIME, INT_OR_STRING, RAW_EXTENSION, FIELDS_V1];

/** The name of a value's type; undefined where it is written out. `owner` is the type that has the field. */
export function scalarName(owner: string, field: string, code: ScalarCode | undefined): string | undefined {
  return (BY_FIELD[`${owner}.${field}`] ?? (code && BY_CODE[code]))?.name;
}
