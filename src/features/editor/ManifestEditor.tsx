export default function ManifestEditor() {
  return null;
}
