import type { FileSystem } from '../images/program';

/** The content of one volume: file path relative to its root -> text. */
export class VolumeFiles extends Map<string, string> {
  /** Sizes of files that are more than their text. */
  readonly allocated = new Map<string, number>();

  usedBytes(): number {
    let sum = 0;
    for (const [name, text] of this) sum += this.allocated.get(name) ?? text.length;
    return sum;
  }
}

export interface Mount {
  readonly mountPath: string;
  readonly files: VolumeFiles;
  /** Folder or file inside the volume. */
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** Bytes of text one container or volume may hold, so that no program fills the simulation's memory. */
const FILE_BYTES_MAX = 64 * 1024;

/** A container's file system: its own layer, with volumes mounted over it. */
export class ContainerFiles implements FileSystem {
  private made: VolumeFiles | undefined;
  private readonly mounts: readonly Mount[];

  constructor(
    private readonly base: () => ReadonlyMap<string, string>,
    mounts: readonly Mount[],
  ) {
    this.mounts = [...mounts].sort((a, b) => b.mountPath.length - a.mountPath.length);
  }

  private get own(): VolumeFiles {
    return (this.made ??= new VolumeFiles(this.base()));
  }

  read(path: string): string | undefined {
    const { files, key } = this.locate(path);
    return files.get(key);
  }

  write(path: string, content: string, append = false): boolean {
    const { files, key, readOnly } = this.locate(path);
    if (readOnly) return false;
    files.set(key, ((append ? (files.get(key) ?? '') : '') + content).slice(0, FILE_BYTES_MAX));
    return true;
  }

  remove(path: string): void {
    const { files, key } = this.locate(path);
    files.delete(key);
    files.allocated.delete(key);
  }

  allocate(path: string, bytes: number): void {
    const { files, key, readOnly } = this.locate(path);
    if (readOnly) return;
    files.set(key, '');
    files.allocated.set(key, bytes);
  }

  list(path: string): readonly string[] | undefined {
    const { files, key, isMount } = this.locate(path);
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    const names = new Set<string>();
    for (const file of files.keys()) if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0] as string);
    return names.size || isMount ? [...names].sort() : undefined;
  }

  private locate(path: string): { files: VolumeFiles; key: string; readOnly: boolean; isMount: boolean } {
    const clean = normal(path);
    for (const { mountPath, files, subPath, readOnly } of this.mounts) {
      const root = normal(mountPath);
      if (clean !== root && !clean.startsWith(`${root}/`)) continue;
      const inside = clean.slice(root.length + 1);
      const key = [subPath, inside].filter(Boolean).join('/');
      return { files, key, readOnly: readOnly === true, isMount: clean === root };
    }
    return { files: this.own, key: clean.slice(1), readOnly: false, isMount: false };
  }
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
