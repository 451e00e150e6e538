/**
 * Tokens as a canvas understands them. light-dark() is only resolved in the used colour of an element, which costs a
 * style pass, so each token is resolved once per theme.
 */
const cache = new Map<string, string>();
const listeners = new Set<() => void>();
let version = 0;
let probe: HTMLElement | undefined;

/** The colour of a token ("--accent") in the theme of the moment. */
export function colourOf(token: string): string {
  let colour = cache.get(token);
  if (colour === undefined) {
    probe ??= startProbe();
    probe.style.color = `var(${token})`;
    colour = getComputedStyle(probe).color;
    cache.set(token, colour);
  }
  return colour;
}

/** For useSyncExternalStore: calls back when colours have changed. Returns stop. */
export function onColours(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Rises with every change of colours. */
export function coloursVersion(): number {
  return version;
}

/** True where the dark colours are in use. */
export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function startProbe(): HTMLElement {
  const element = document.createElement('span');
  element.hidden = true;
  document.body.append(element);
  const changed = () => {
    cache.clear();
    version++;
    for (const listener of listeners) listener();
  };
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  return element;
}
