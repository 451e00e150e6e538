interface Ban {
  readonly pattern: RegExp;
  readonly why: string;
  readonly where: (file: string) => boolean;
}

const inCore = (file: string) => file.startsWith('workers/') && !file.startsWith('workers/hosts/');

/** What may not occur, and what to use instead. */
const BANS: readonly Ban[] = [
  { pattern: /\bDate\.now\b/, why: 'Date.now: time comes from the step (process.nowMs)', where: inCore },
  { pattern: /\bnew Date\(\)/, why: 'new Date(): time comes from the step (process.nowMs)', where: inCore },
  { pattern: /\bMath\.random\b/, why: 'Math.random: chance comes from a seeded stream (process.random)', where: inCore },
  { pattern: /\bsetTimeout\(|\bsetInterval\(/, why: 'real timers: use process.timers', where: inCore },
  {
    pattern: /\bawait\b|\basync\b/,
    why: 'async: step and handle return; the host makes the promise',
    where: (file) => inCore(file) && !file.startsWith('workers/cluster/'),
  },
  { pattern: /\b(TODO|FIXME|XXX)\b/, why: 'a bare to-do: write an issue or do it', where: (file) => !file.startsWith('tests/') },
  {
    pattern: /https?:\/\/(?!localhost|127\.0\.0\.1|www\.w3\.org|kubernetes\.io|git\.k8s\.io|github\.com)[a-z]/,
    why: 'another host: everything is served from here',
    where: (file) => file.startsWith('src/'),
  },
];

/** "file:line: reason" for every banned thing in code; comments count only for to-dos. */
export function findings(file: string, text: string): string[] {
  const found: string[] = [];
  text.split('\n').forEach((line, at) => {
    const code = line.replace(/^\s*(\*|\/\*\*?|\/\/).*$/, '');
    for (const { pattern, why, where } of BANS) {
      if (where(file) && pattern.test(why.startsWith('a bare') ? line : withoutTexts(code))) found.push(`${file}:${at + 1}: ${why}`);
    }
  });
  return found;
}

/** Files over 300 lines that are not on the list, and files on it that no longer need to be. */
export function sizeFindings(files: readonly string[], linesOf: (file: string) => number, allowed: readonly string[]): string[] {
  return files.flatMap((file) => {
    const lines = linesOf(file);
    if (lines > 300 && !allowed.includes(file)) return [`${file}: ${lines} lines`];
    if (lines <= 300 && allowed.includes(file)) return [`${file}: no longer over 300 lines, take it off the list`];
    return [];
  });
}

/** Quoted texts and trailing comments blanked, except URLs' quotes. */
function withoutTexts(code: string): string {
  if (/https?:/.test(code)) return code;
  return code.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''").replace(/\/\/.*$/, '');
}
