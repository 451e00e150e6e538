/** The built page, from a folder. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { HttpReply } from '../apiserver/http';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The file of a URL path; a path without extension is the page itself. */
export async function staticFile(folder: string, url: string): Promise<HttpReply | undefined> {
  try {
    const path = normalize(decodeURIComponent(url.split('?', 1)[0] as string));
    if (path.includes('..') || path.includes('\0')) return undefined;
    const name = extname(path) === '' ? 'index.html' : path;
    const body = await readFile(join(folder, name));
    const contentType = TYPES[extname(name)] ?? 'application/octet-stream';
    return {
      code: 200,
      contentType,
      headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
      // The page is told that its cluster is behind this very server.
      body:
        name === 'index.html'
          ? body.toString('utf8').replace('name="kubarium-engine" content="auto"', 'name="kubarium-engine" content="http"')
          : body,
    };
  } catch {
    return undefined;
  }
}
