/** --token-auth-file: one line a token, `token,user,uid,"group1,group2"` (source: k8s.io/apiserver/pkg/authentication/token/tokenfile, 1.36). */
import type { UserInfo } from '../../api/user-info';

export type StaticTokens = ReadonlyMap<string, UserInfo>;

/** A line with fewer than three columns throws. */
export function parseTokenFile(text: string): StaticTokens {
  const tokens = new Map<string, UserInfo>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [token = '', username, uid, groups = ''] = columns(line);
    if (username === undefined || uid === undefined)
      throw new Error(`line ${index + 1} of the token file has less than three columns (token, user name, user uid)`);
    if (token !== '') tokens.set(token, { username, uid, groups: groups.split(',').filter((group) => group !== '') });
  }
  return tokens;
}

function columns(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}
