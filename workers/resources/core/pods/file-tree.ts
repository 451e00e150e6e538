/** Files of a volume by their paths. */
export class FileTree<T> {
  private readonly root: Folder<T> = { folders: new Map(), here: [], below: [] };
  private count = 0;

  /** Those from before that are at the same place, above it or below it, in the order in which they came. */
  add(path: string, file: T): readonly T[] {
    const one = { order: this.count++, file };
    const found: Entry<T>[] = [];
    const names = path.split('/');
    let folder = this.root;
    for (const [index, name] of names.entries()) {
      let next = folder.folders.get(name);
      if (!next) folder.folders.set(name, (next = { folders: new Map(), here: [], below: [] }));
      folder = next;
      for (const other of folder.here) found.push(other);
      if (index < names.length - 1) folder.below.push(one);
    }
    for (const other of folder.below) found.push(other);
    folder.here.push(one);
    return found.sort((a, b) => a.order - b.order).map((each) => each.file);
  }
}

interface Entry<T> {
  readonly order: number;
  readonly file: T;
}

interface Folder<T> {
  readonly folders: Map<string, Folder<T>>;
  readonly here: Entry<T>[];
  readonly below: Entry<T>[];
}
