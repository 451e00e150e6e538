// oxlint-disable-next-line import/default -- Vite's: the address of the bundled worker
import sandboxUrl from '../../workers/hosts/sandbox.worker.ts?worker&url';
import { sandboxDocument } from './sandbox-document';

export interface OpenSandbox {
  /** The sandbox listens on the other end. */
  readonly port: MessagePort;
  /** Rejects where the sandbox breaks down; never resolves. */
  readonly broken: Promise<never>;
  /** Stops it, whatever it does. */
  close(): void;
}

/** A worker for foreign code in a frame that can reach nothing. */
export async function openSandbox(): Promise<OpenSandbox> {
  const code = await (await fetch(sandboxUrl)).text();
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.srcdoc = sandboxDocument;
  let onMessage: ((event: MessageEvent<{ readonly broken?: unknown }>) => void) | undefined;
  const broken = new Promise<never>((_, reject) => {
    onMessage = ({ source, data }) => {
      if (source === frame.contentWindow && data?.broken !== undefined) reject(new RangeError(String(data.broken)));
    };
    addEventListener('message', onMessage);
  });
  broken.catch(() => undefined);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const { port1, port2 } = new MessageChannel();
  frame.contentWindow?.postMessage({ code, port: port2 }, '*', [port2]);
  return {
    port: port1,
    broken,
    close() {
      if (onMessage) removeEventListener('message', onMessage);
      frame.remove();
    },
  };
}
