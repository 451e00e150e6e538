/** Field selectors: "status.phase=Running,metadata.name!=x" (source: k8s.io/apimachinery/pkg/fields/selector.go, 1.36). */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A term without field and value says nothing. Which fields a kind can be selected by is checked by the API server. On failure upstream's error text. */
export function parseFieldSelector(text: string): { readonly requirements: readonly FieldRequirement[] } | { readonly error: string } {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') {
      continue;
    }
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (!match) {
      return { error: `invalid selector: '${text}'; can't understand '${term}'` };
    }
    const value = unescape(match[3] as string);
    if (typeof value !== 'string') {
      return { error: `invalid field selector: ${value.error}` };
    }
    const field = match[1] as string;
    if (field !== '' || value !== '') requirements.push({ field, operator: match[2] === '!=' ? '!=' : '=', value });
  }
  return { requirements };
}

/** A field that the object lacks counts as "". */
export function matchesFields(requirements: readonly FieldRequirement[], fields: Readonly<Record<string, string>>): boolean {
  for (const { field, operator, value } of requirements) {
    if (((fields[field] ?? '') === value) !== (operator === '=')) {
      return false;
    }
  }
  return true;
}

/** Commas separate terms unless a backslash escapes them. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? [];
}

/** A backslash goes before backslash, comma and equals, and before nothing else; without one, the latter two cannot stand. */
function unescape(text: string): string | { readonly error: string } {
  let value = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === ',' || character === '=') return { error: `unescaped character in value: ${character.charCodeAt(0)}` };
    if (character !== '\\') {
      value += character;
      continue;
    }
    const escaped = text[++at];
    if (escaped === undefined || !'\\,='.includes(escaped)) return { error: `invalid escape sequence: \\${escaped ?? ''}` };
    value += escaped;
  }
  return value;
}
