/** A text is the error. */
export function decodeProtobuf(_bytes: Uint8Array): unknown {
  return 'protobuf bodies are not supported';
}
