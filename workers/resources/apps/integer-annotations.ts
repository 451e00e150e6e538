/** Annotations that upstream reads as numbers when it converts an object (source: k8s.io/kubernetes/pkg/apis/apps/v1/conversion.go, 1.36). */
import { quote } from '../../api/field-error';

/** The deprecated spec.rollbackTo of Deployments, which lives on as an annotation. */
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';

/** What Go's strconv.ParseInt says of the text; undefined for an int64, and for no text. */
export function parseIntError(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const isNumber = /^[-+]?\d+$/.test(text);
  if (isNumber && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''))) return undefined;
  return `strconv.ParseInt: parsing ${quote(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`;
}
