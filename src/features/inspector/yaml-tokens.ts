/** Colours a YAML text that our own printer made; not a parser for any YAML. */

export interface Token {
  readonly text: string;
  readonly look?: 'key' | 'string' | 'number' | 'dash';
}

/** One list of tokens a line. */
export function yamlTokens(yaml: string): Token[][] {
  let scalarIndent = -1;
  return yaml.split('\n').map((line) => {
    const indent = /^[\s-]*/.exec(line)![0].length;
    if (scalarIndent >= 0 && (line.trim() === '' || indent > scalarIndent)) return [{ text: line, look: 'string' }];
    scalarIndent = -1;
    const match = /^(\s*)((?:- )*)(?:("(?:[^"\\]|\\.)*"|[^\s"'][^:]*|'[^']*')(:)(?=\s|$))?(.*)$/.exec(line)!;
    const [, space = '', dashes = '', key, colon = '', rest = ''] = match;
    if (/^\s[|>][-+\d]*$/.test(rest)) scalarIndent = space.length + dashes.length;
    return [
      { text: space },
      { text: dashes, look: 'dash' as const },
      ...(key === undefined ? [] : [{ text: key, look: 'key' as const }, { text: colon }]),
      valueToken(rest),
    ].filter((token) => token.text !== '');
  });
}

function valueToken(text: string): Token {
  const value = text.trim();
  return { text, look: /^(?:-?[\d.]+|true|false|null|~|\{\}|\[\])$/.test(value) ? 'number' : 'string' };
}
