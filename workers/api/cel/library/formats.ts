/** Named formats of texts (source: k8s.io/apiserver/pkg/cel/library/format.go, 1.36). */
import { isDns1035Label, isDns1123Label, isDns1123Subdomain, isLabelValue, isQualifiedName } from '../../names';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { Optional } from '../value';
import type { CelObject, Value } from '../value';
import { parseTimestamp } from './conversions';

/** A name as it may stand before generated characters. */
const prefix = (text: string) => (text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

const UUID = /^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/;
const BYTE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const none: readonly string[] = [];

/** Texts that say what is wrong, by the format's name. */
const FORMATS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  dns1123Label: isDns1123Label,
  dns1123Subdomain: isDns1123Subdomain,
  dns1035Label: isDns1035Label,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: (text) => isDns1123Label(prefix(text)),
  dns1123SubdomainPrefix: (text) => isDns1123Subdomain(prefix(text)),
  dns1035LabelPrefix: (text) => isDns1035Label(prefix(text)),
  labelValue: isLabelValue,
  uri: (text) =>
    /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?\//.test(text)
      ? none
      : [`parse ${JSON.stringify(text)}: ${text === '' ? 'empty url' : 'invalid URI for request'}`],
  uuid: (text) => (UUID.test(text) ? none : ['does not match the UUID format']),
  byte: (text) => (BYTE.test(text) ? none : ['invalid base64']),
  date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) ? none : ['invalid date']),
  datetime: (text) => (parseTimestamp(text) ? none : ['invalid datetime']),
};

class NamedFormat implements CelObject {
  readonly typeName = 'kubernetes.NamedFormat';

  constructor(readonly name: string) {}

  equals(other: Value): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }

  validate(text: string): Optional {
    const problems = FORMATS[this.name]?.(text) ?? none;
    return problems.length === 0 ? Optional.none : new Optional([...problems]);
  }
}

export const FORMATS_LIBRARY: readonly Overload[] = [
  declare('format.named(string): optional<kubernetes.NamedFormat>', (name: string) =>
    Object.hasOwn(FORMATS, name) ? new Optional(new NamedFormat(name)) : Optional.none,
  ),
  ...Object.keys(FORMATS).map((name) => declare(`format.${name}(): kubernetes.NamedFormat`, () => new NamedFormat(name))),
  declare('kubernetes.NamedFormat::validate(string): optional<list<string>>', (format: NamedFormat, text: string) => format.validate(text)),
];
