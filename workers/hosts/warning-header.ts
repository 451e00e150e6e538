/** The values of Warning headers: texts in UTF-8, which node:http wants byte by byte. */
export function warningHeaders(texts: readonly string[] = []): { readonly warning?: string[] } {
  const quoted = (text: string) =>
    Buffer.from(text, 'utf8')
      .toString('latin1')
      .replaceAll(/["\\]/g, String.raw`\$&`);
  return texts.length ? { warning: texts.map((text) => `299 - "${quoted(text)}"`) } : {};
}
