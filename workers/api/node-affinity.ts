/** Whether a pod's nodeSelector and required node affinity take a node: what kubelets and the DaemonSet controller ask. */

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Constraints {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions?: readonly Requirement[];
          readonly matchFields?: readonly Requirement[];
        }[];
      };
    };
  };
}

/** Terms are ORed; an empty term matches nothing. The only field is metadata.name, which validation sees to. */
export function takesNode(
  { nodeSelector = {}, affinity }: Constraints,
  name: string | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (!Object.entries(nodeSelector).every(([key, wanted]) => labels[key] === wanted)) return false;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length + matchFields.length === 0) return false;
    return matchExpressions.every((one) => holds(one, labels[one.key])) && matchFields.every((one) => holds(one, name));
  });
}

/** A label that is only inherited by name, as "constructor", is no text and counts as absent. */
function holds({ operator, values = [] }: Requirement, given: string | undefined): boolean {
  const value = typeof given === 'string' ? given : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
