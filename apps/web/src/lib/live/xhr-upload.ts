import { outcomeOf, type UploadAnswer } from './upload-answer.ts';
import type { UploadOutcome, UploadRequest } from './uploads.ts';

/** Sends a file; without an answer it is to be tried again. */
export async function xhrUpload(input: UploadRequest): Promise<UploadOutcome> {
  return outcomeOf(await post(input));
}

/** `fetch` cannot say how far an upload is; this can. Null when the connection broke or it was called off. */
function post({ url, file, signal, onProgress }: UploadRequest): Promise<UploadAnswer | null> {
  const { promise, resolve } = Promise.withResolvers<UploadAnswer | null>();
  const request = new XMLHttpRequest();
  request.open('POST', url);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
  });
  request.addEventListener('load', () => resolve({ status: request.status, body: parse(request.responseText) }));
  for (const type of ['error', 'abort', 'timeout']) request.addEventListener(type, () => resolve(null));
  signal.addEventListener('abort', () => request.abort(), { once: true });
  request.send(file);
  return promise;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
