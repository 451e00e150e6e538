/** Names of images (source: github.com/distribution/reference, as k8s.io/kubernetes/pkg/util/parsers uses it, 1.36). */
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(String.raw`^(?:${LABEL}(?:\.${LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$`);
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const NAME_MAX = 255;

/** "latest" where neither tag nor digest is given; "" of a digest without a tag, and of what is no image's name. */
export function imageTag(image: string): string {
  if (/^[a-f0-9]{64}$/.test(image)) return '';
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const isValid = isRepository(repository) && (tag === undefined || TAG.test(tag)) && (digest === undefined || DIGEST.test(digest));
  return isValid ? (tag ?? (digest === undefined ? 'latest' : '')) : '';
}

/** What comes before the first "/" is a registry if it looks like one. */
function isRepository(repository: string): boolean {
  const [first = '', ...rest] = repository.split('/');
  const hasDomain = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const path = hasDomain ? rest : [first, ...rest];
  return repository.length <= NAME_MAX && (!hasDomain || DOMAIN.test(first)) && path.every((part) => PATH.test(part));
}
