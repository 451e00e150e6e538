/**
 * The frame in which foreign code runs: of an origin of its own (the frame's sandbox attribute), under a policy that names no
 * host at all. Its worker inherits the policy, so neither fetch nor import() nor a worker of its own reaches anything,
 * whatever the code gets hold of. The frame itself runs nothing but these lines.
 */
const policy = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:";

/**
 * Expects one message `{code, port}`; starts a worker of that text and hands it `{port}`. Tells the page `{broken}` if it fails.
 * The text is a module without imports; inside a function its names stay its own. (Chromium loads no module worker from a frame like this.)
 */
export const sandboxDocument = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>
addEventListener('message', ({ data: { code, port } }) => {
  const worker = new Worker(URL.createObjectURL(new Blob(['(() => {"use strict";', code, '\\n})()'], { type: 'text/javascript' })), { name: 'own-plugin' });
  worker.onerror = ({ message }) => parent.postMessage({ broken: message || 'the sandbox broke down' }, '*');
  worker.postMessage({ port }, [port]);
}, { once: true });
</script>`;
