import type { FileSystem } from '../program';

interface Process {
  readonly files: FileSystem;
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
}

/** A container's files with the few of /proc and /dev that scripts read. */
export function withProcfs({ files, env, hostname }: Process): FileSystem {
  return {
    read: (path) => {
      if (path === '/proc/1/environ') return [...env].map(([name, value]) => `${name}=${value}\0`).join('');
      if (path === '/proc/sys/kernel/hostname') return `${hostname}\n`;
      return path === '/dev/null' ? '' : files.read(path);
    },
    write: (path, content, append) => files.write(path, content, append),
    remove: (path) => files.remove(path),
    list: (path) => files.list(path),
    allocate: (path, bytes) => files.allocate(path, bytes),
  };
}
