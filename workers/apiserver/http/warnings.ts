/** How many warnings an answer carries (source: k8s.io/apiserver/pkg/endpoints/filters/warning.go, 1.36). */

/** Characters of all warnings; where there are more, each is cut. */
const TOTAL_MAX = 4096;
const EACH_MAX = 256;

/** Repeats once. */
export function toldWarnings(texts: readonly string[]): readonly string[] {
  const all = [...new Set(texts)].filter((text) => text !== '');
  let length = 0;
  const over = all.findIndex((text) => (length += lengthOf(text)) > TOTAL_MAX);
  return over < 0 ? all : beginningOf(all, over);
}

/** Those up to the one that was too many are told in any case, further ones while there is room. */
function beginningOf(texts: readonly string[], over: number): readonly string[] {
  const told: string[] = [];
  let total = 0;
  for (const [index, text] of texts.entries()) {
    if (index > over && total >= TOTAL_MAX) break;
    const cut = lengthOf(text) > EACH_MAX ? [...text.slice(0, 2 * EACH_MAX)].slice(0, EACH_MAX).join('') : text;
    total += lengthOf(cut);
    told.push(cut);
  }
  return told;
}

function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) length--;
  return length;
}
