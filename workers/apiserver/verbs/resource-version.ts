const UINT64_MAX = 2n ** 64n - 1n;

/** Why a text is no resourceVersion, in the words of Go's number parser. */
export function versionFault(text: string): string | undefined {
  if (!/^\d+$/.test(text)) return 'invalid syntax';
  return BigInt(text) > UINT64_MAX ? 'value out of range' : undefined;
}

/** How a query's version that is none is told. */
export function invalidVersion(text: string): string | undefined {
  const fault = versionFault(text);
  const quoted = JSON.stringify(text);
  return fault && `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${fault}`;
}
