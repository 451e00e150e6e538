import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Print } from './run';

interface Manifest {
  readonly [file: string]: {
    readonly file: string;
    readonly isEntry?: boolean;
    readonly imports?: readonly string[];
    readonly css?: readonly string[];
  };
}

/** gzip sizes of the built page (`npm run build` first): what the browser loads before Monaco, and all workers together. */
export function sizeBench(print: Print): void {
  if (!existsSync('dist/.vite/manifest.json')) {
    console.error('size: no dist/, run `npm run build` first');
    return;
  }
  const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Manifest;
  const files = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  const gzip = (file: string) => gzipSync(readFileSync(`dist/${file}`)).length / 1000;
  print({
    name: 'first-load-gzip',
    value: [...files, 'index.html'].reduce((sum, file) => sum + gzip(file), 0),
    unit: 'kB',
    files: files.size + 1,
  });
  const workers = readdirSync('dist/assets').filter((file) => /^(store|scheduler|controllers|nodes)\.worker.*\.js$/.test(file));
  print({ name: 'workers-gzip', value: workers.reduce((sum, file) => sum + gzip(`assets/${file}`), 0), unit: 'kB', files: workers.length });
}
