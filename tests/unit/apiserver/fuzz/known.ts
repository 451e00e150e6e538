/** The few things upstream itself answers with 500. */
const KNOWN_500 =
  /^(failed to create typed patch object|resourceVersion should not be set|strconv\.ParseUint|resourceVersion: Invalid value|map: .* does not contain declared merge key|list element types are not identical|Internal error occurred: Object 'apiVersion' is missing)/;

export function isKnown500(body: unknown): boolean {
  return KNOWN_500.test((body as { message?: string }).message ?? '');
}
