/**
 * Mutations build objects with typed literals: `Object.spec{replicas: 3}`, `JSONPatch{op: "add", ...}`. The parser knows only maps, so
 * the type's name is taken away and the names of members become texts. Lengths are kept wherever no literal is.
 */
export function withoutStructLiterals(source: string): string {
  if (!/\b(?:Object|JSONPatch)\b/.test(source)) return source;
  const open: boolean[] = [];
  let result = '';
  let memberNext = false;
  for (const [token] of source.matchAll(
    /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:Object(?:\.\w+)*|JSONPatch)\s*\{|[A-Za-z_]\w*|\s+|[\s\S]/g,
  )) {
    if (/^(?:Object|JSONPatch)[\s\S]*\{$/.test(token)) {
      open.push(true);
      result += '{';
      memberNext = true;
      continue;
    }
    if ('{[('.includes(token)) open.push(false);
    else if ('}])'.includes(token)) open.pop();
    const isMember = memberNext && open.at(-1) === true && /^[A-Za-z_]\w*$/.test(token);
    result += isMember ? `"${token}"` : token;
    if (token.trim() !== '') memberNext = token === ',' && open.at(-1) === true;
  }
  return result;
}
