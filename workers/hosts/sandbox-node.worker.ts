/** The sandbox in Node: what node:vm compiles without a loader cannot import anything. */
import { compileFunction } from 'node:vm';
import { serveSandbox } from './sandbox/serve';
import type { Compile } from './sandbox/serve';

const compile: Compile = (code) =>
  compileFunction(`"use strict";\n${code}`, ['exports', 'module', 'require'], { filename: 'plugin.ts' }) as unknown as ReturnType<Compile>;

self.addEventListener('message', ({ data }: MessageEvent<{ readonly port: MessagePort }>) => serveSandbox(data.port, compile));
