/** What may differ from run to run, by the masks of the recordings' README; applied to both sides. */
import type { CommandStep, Transcript } from './transcript';

type Replacement = readonly [pattern: RegExp, mask: string];

const EVERYWHERE: readonly Replacement[] = [
  [/^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.-]+:\d+\]/gm, 'E<klog>]'],
  [/^[IWEF]<klog>\]/gm, 'E<klog>]'],
  [/^.*(?:client-side throttling|Waited before sending request).*\n/gm, ''],
  // A wait that ends within a second of its watch; recorded servers had no streaming lists, so theirs began otherwise.
  [/^.*(?:very short watch: |"Failed to watch" err="context deadline exceeded").*\n/gm, ''],
  // The revision of a list is the server's, not one of the recorded objects'.
  [/("metadata":\{"resourceVersion":)"\d+"(\},"items")/g, '$1"<rv>"$2'],
  [/&\{0x[0-9a-f]+ /g, '&{<pointer> '],
  [/(lookup \S+ on )[\d.[\]a-f:]+:53/g, '$1<dns>'],
];

const CHANGING: readonly Replacement[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000/g, '<time>'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>'],
  [/(resourceVersion"?: *"?)\d+/g, '$1<rv>'],
  [/(Expected resource version to be \d+, was )\d+/g, '$1<rv>'],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1-<n>'],
  [/kubectl-edit-\d+\.yaml/g, 'kubectl-edit-<n>.yaml'],
  [/(nodePort"?: *)3[0-2]\d{3}\b/g, '$1<nodeport>'],
  [/\b3[0-2]\d{3}\//g, '<nodeport>/'],
  [/\b10\.(?:9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}\b/g, '<clusterip>'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g, '-<rnd>'],
  [/(?<![\w.<:/-])(?:\d+[ydhms])+(?![\w-])|<invalid>/g, '<age>'],
];

const LIVE: readonly Replacement[] = [
  [/\b10\.244\.\d{1,3}\.\d{1,3}\b/g, '<podip>'],
  [/\b192\.168\.49\.\d{1,3}\b/g, '<nodeip>'],
  [/\bnode-[1-3]\b/g, '<node>'],
  [/containerd:\/\/[0-9a-f]{64}/g, 'containerd://<id>'],
  [/@sha256:[0-9a-f]{64}/g, '@sha256:<id>'],
  [/\bzone-[ab]\b/g, 'zone-<z>'],
];

/** Of `drain/drain-2` alone: the pod that happened to be on the drained node. */
const DRAINED: readonly Replacement[] = [[/\bst-\d\b/g, 'st-<n>']];

/** Where a masked cell changed the width, columns are told apart by two spaces. */
const WIDTHS = /<(?:age|clusterip|nodeport|podip|node|nodeip)>/;

export function masked(text: string, { kind, id }: Pick<Transcript, 'kind' | 'id'>, { cmd }: CommandStep): string {
  const changes = kind !== 'readonly' || /kubectl (?:diff|create)\b|--dry-run=server/.test(cmd);
  const lists = [EVERYWHERE, changes ? CHANGING : [], kind === 'live' ? LIVE : [], id === 'drain/drain-2' ? DRAINED : []];
  let plain = lists.flat().reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), text);
  if (cmd.startsWith('kubectl version'))
    plain = plain.replace(/^.*(?:gitCommit|gitTreeState|buildDate|goVersion|compiler|platform).*\n/gm, '');
  return kind !== 'readonly' && WIDTHS.test(plain) ? plain.replace(/(\S) {2,}/g, '$1  ') : plain;
}
