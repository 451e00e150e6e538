const ESCAPED = /[<>&\u2028\u2029]/;

/** JSON text as Go's encoding/json writes a json.RawMessage: without blanks, what HTML would read escaped, otherwise to the letter. */
export function compactJson(text: string): string {
  let result = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted && character === '\\') result += character + text.charAt(++at);
    else if (ESCAPED.test(character)) result += `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    else if (quoted || !' \t\r\n'.includes(character)) result += character;
    if (character === '"') quoted = !quoted;
  }
  return result;
}
