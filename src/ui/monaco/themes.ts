import { monaco } from './monaco';

/** Takes its colours from the page's tokens, so both follow the same theme switch. */
export function defineThemes(): void {
  for (const [name, base, colours] of [
    ['kubarium-light', 'vs', ['ffffff', '17202b', '65748a', '2458d3', 'dbe6fd', '8a3d00', '00684b', 'f7f9fb', 'd5dce5']],
    ['kubarium-dark', 'vs-dark', ['12161c', 'e7ecf2', '8593a5', '7aa5ff', '24385f', 'f0a869', '6fd3ac', '171c24', '2a3340']],
  ] as const) {
    const [background, text, dim, accent, soft, value, string, raised, line] = colours;
    monaco.editor.defineTheme(name, {
      base,
      inherit: true,
      rules: [
        { token: '', foreground: text },
        { token: 'type', foreground: accent },
        { token: 'string', foreground: string },
        { token: 'number', foreground: value },
        { token: 'keyword', foreground: value },
        { token: 'comment', foreground: dim },
      ],
      colors: {
        'editor.background': `#${background}`,
        'editor.foreground': `#${text}`,
        'editorLineNumber.foreground': `#${dim}`,
        'editor.selectionBackground': `#${soft}`,
        'editorCursor.foreground': `#${accent}`,
        focusBorder: `#${accent}`,
        'editorWidget.background': `#${raised}`,
        'editorWidget.border': `#${line}`,
        'editorSuggestWidget.selectedBackground': `#${soft}`,
        'editorSuggestWidget.selectedForeground': `#${text}`,
        'editorSuggestWidget.highlightForeground': `#${accent}`,
        'editorSuggestWidget.focusHighlightForeground': `#${accent}`,
        'editorStickyScroll.background': `#${raised}`,
      },
    });
  }
}

/** Of the page as it is now. */
export function themeName(): string {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return dark ? 'kubarium-dark' : 'kubarium-light';
}

/** Calls back when the page's theme may have changed. Returns stop. */
export function followTheme(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  media.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', changed);
  };
}
