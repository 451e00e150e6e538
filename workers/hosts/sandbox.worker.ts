/** The sandbox in the browser; src/bridge starts it where nothing can be fetched. */
import { serveSandbox } from './sandbox/serve';
import type { Compile } from './sandbox/serve';

const compile: Compile = (code) => new Function('exports', 'module', 'require', `"use strict";\n${code}`) as ReturnType<Compile>;

self.addEventListener('message', ({ data }: MessageEvent<{ readonly port: MessagePort }>) => serveSandbox(data.port, compile), {
  once: true,
});
