/**
 * Checks of names, keys and label values; each returns the messages upstream gives, empty when fine
 * (source: k8s.io/apimachinery/pkg/util/validation/validation.go and pkg/api/validation/generic.go, 1.36).
 */
const DNS1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS1123_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const UNDERSCORE_SUBDOMAIN = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const DNS1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const ENV_VAR_NAME = /^[ -<>-~]+$/;

const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const UNDERSCORE_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035_MESSAGE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED_MESSAGE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const CONFIG_KEY_MESSAGE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

const NONE: readonly string[] = [];
/** Names and keys repeat endlessly in a cluster, so the texts that passed are remembered; cleared when this many. */
const PASSED_LIMIT = 4096;

export const isDns1123Label = remembering((text) =>
  labelErrors(text, 63, DNS1123_LABEL, text.includes('.') && DNS1123_SUBDOMAIN.test(text) ? 'must not contain dots' : LABEL_MESSAGE),
);
export const isDns1123Subdomain = remembering((text) => labelErrors(text, 253, DNS1123_SUBDOMAIN, SUBDOMAIN_MESSAGE));
/** Search paths of resolvers may have underscores. */
export const isDns1123SubdomainWithUnderscore = remembering((text) => labelErrors(text, 253, UNDERSCORE_SUBDOMAIN, UNDERSCORE_MESSAGE));
export const isDns1035Label = remembering((text) => labelErrors(text, 63, DNS1035_LABEL, LABEL_1035_MESSAGE));
/** An optional DNS prefix, "/" and a name: annotation keys, gates, resources. */
export const isQualifiedName = remembering(qualifiedNameErrors);
/** The same of labels' keys, whose message says so. */
export const isLabelKey = remembering(qualifiedNameErrors);
export const isLabelValue = remembering((text) => labelErrors(text, 63, LABEL_VALUE, LABEL_VALUE_MESSAGE, 'bytes'));

/** The rules of metadata.name, with `prefix` for generateName (whose last "-" doesn't count). */
export type NameRule = (name: string, prefix: boolean) => readonly string[];
export const dnsSubdomainName: NameRule = (name, prefix) => isDns1123Subdomain(prefix ? maskTrailingDash(name) : name);
export const dnsLabelName: NameRule = (name, prefix) => isDns1123Label(prefix ? maskTrailingDash(name) : name);
/** Of kinds whose types declare the form of their names (`+k8s:format=k8s-long-name`), which says nothing of prefixes. */
export const declaredLongName: NameRule = (name, prefix) =>
  prefix ? NONE : labelErrors(name, 253, DNS1123_SUBDOMAIN, SUBDOMAIN_MESSAGE, 'bytes');
export const pathSegmentName: NameRule = (name, prefix) => (prefix ? pathSegmentErrors(name) : isPathSegment(name));

export function isConfigKey(key: string): readonly string[] {
  const errors: string[] = [];
  if (key.length > 253) {
    errors.push('must be no more than 253 characters');
  }
  if (!CONFIG_KEY.test(key)) {
    errors.push(CONFIG_KEY_MESSAGE);
  }
  if (key === '.') {
    errors.push("must not be '.'");
  } else if (key === '..') {
    errors.push("must not be '..'");
  } else if (key.startsWith('..')) {
    errors.push("must not start with '..'");
  }
  return errors;
}

export function isEnvVarName(name: string): readonly string[] {
  return ENV_VAR_NAME.test(name)
    ? NONE
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** IANA service names, as ports have them. */
export function isPortName(name: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > 15) {
    errors.push('must be no more than 15 characters');
  }
  if (!/^[-a-z0-9]+$/.test(name)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) {
    errors.push('must contain at least one letter (a-z)');
  }
  if (name.includes('--')) {
    errors.push('must not contain consecutive hyphens');
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    errors.push('must not begin or end with a hyphen');
  }
  return errors;
}

export function isPortNumber(port: number): readonly string[] {
  return port >= 1 && port <= 65535 ? NONE : ['must be between 1 and 65535, inclusive'];
}

function isPathSegment(name: string): readonly string[] {
  return name === '.' || name === '..' ? [`may not be '${name}'`] : pathSegmentErrors(name);
}

function pathSegmentErrors(name: string): readonly string[] {
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

function qualifiedNameErrors(text: string): readonly string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    return [`a valid label key ${QUALIFIED_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const name = parts[parts.length - 1] as string;
  if (parts.length === 2) {
    const prefix = parts[0] as string;
    if (prefix === '') {
      errors.push('prefix part must be non-empty');
    } else {
      errors.push(...isDns1123Subdomain(prefix).map((message) => `prefix part ${message}`));
    }
  }
  if (name === '') {
    errors.push('name part must be non-empty');
  } else if (name.length > 63) {
    errors.push('name part must be no more than 63 bytes');
  }
  if (!QUALIFIED_NAME.test(name)) {
    errors.push(`name part ${QUALIFIED_MESSAGE}`);
  }
  return errors;
}

/** Upstream counts some limits in characters and some in bytes; all of them allow ASCII only. */
function labelErrors(
  text: string,
  max: number,
  pattern: RegExp,
  message: string,
  unit: 'bytes' | 'characters' = 'characters',
): readonly string[] {
  const errors: string[] = [];
  if (text.length > max) {
    errors.push(`must be no more than ${max} ${unit}`);
  }
  if (!pattern.test(text)) {
    errors.push(message);
  }
  return errors;
}

function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

function remembering(check: (text: string) => readonly string[]): (text: string) => readonly string[] {
  const passed = new Set<string>();
  return (text) => {
    if (passed.has(text)) {
      return NONE;
    }
    const errors = check(text);
    if (errors.length === 0) {
      if (passed.size >= PASSED_LIMIT) {
        passed.clear();
      }
      passed.add(text);
    }
    return errors;
  };
}
