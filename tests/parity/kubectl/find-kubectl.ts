/** Where the kubectl of Kubernetes 1.36 is that tests drive. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const VERSION = /^Client Version: v1\.36\./m;

/** $KUBECTL, the oracle's folder ($ORACLE_BIN, else ~/.cache/kubarium-oracle), then PATH; undefined where none is of release 1.36. */
export function findKubectl(): string | undefined {
  const { KUBECTL, ORACLE_BIN, PATH = '' } = process.env;
  const folders = [ORACLE_BIN ?? join(homedir(), '.cache/kubarium-oracle'), ...PATH.split(delimiter)];
  const places = [...(KUBECTL === undefined ? [] : [KUBECTL]), ...folders.map((folder) => join(folder, 'kubectl'))];
  return places.find((place) => existsSync(place) && isRelease(place));
}

function isRelease(place: string): boolean {
  try {
    return VERSION.test(
      execFileSync(place, ['version', '--client'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 }),
    );
  } catch {
    return false;
  }
}
