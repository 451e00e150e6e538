/** The few things upstream itself answers with 500. */
const KNOWN_500 =
  /^(failed to create typed patch object|failed to create manager for existing fields|merging an object in json but data type is not struct|value for key 0 is not a map|failed to convert new object|resourceVersion should not be set|strconv\.ParseUint|resourceVersion: Invalid value|map: .* does not contain declared merge key|unknown patch type: |resource name may not be empty|invalid resource name |merging lists cannot yet be specified|cannot merge lists without merge key|The order in patch list:\n|expected a .*, but received a |unable to find api field in struct |no elements in any of the given slices$|list element types are not identical|Internal error occurred: Object 'apiVersion' is missing)/;

export function isKnown500(body: unknown): boolean {
  return KNOWN_500.test((body as { message?: string }).message ?? '');
}

/**
 * What upstream stores and refuses at the next write: the status of a new Node is not looked at, writes of a status do not look at
 * metadata.generateName nor, of some kinds, at finalizers, and that of a definition does not ask for the versions it names.
 */
const LATE_FIELD = /^(metadata\.generateName$|metadata\.finalizers\[|status\.addresses\[|status\.storedVersions\[)/;

export function isKnownRefusal(body: unknown): boolean {
  const causes = (body as { details?: { causes?: readonly { readonly field?: string }[] } }).details?.causes ?? [];
  return causes.length > 0 && causes.every(({ field = '' }) => LATE_FIELD.test(field));
}
