export type FileLook =
  | 'pdf'
  | 'sheet'
  | 'slides'
  | 'words'
  | 'archive'
  | 'picture'
  | 'film'
  | 'sound'
  | 'code'
  | 'other';

const byType: readonly (readonly [RegExp, FileLook])[] = [
  [/^application\/pdf$/, 'pdf'],
  [/^image\//, 'picture'],
  [/^video\//, 'film'],
  [/^audio\//, 'sound'],
  [/spreadsheet|ms-excel|\/csv$/, 'sheet'],
  [/presentation|ms-powerpoint/, 'slides'],
  [/msword|wordprocessing|opendocument\.text|\/rtf$|^text\/(?:plain|markdown)$/, 'words'],
  [/zip|compressed|x-tar|gzip|x-rar|vnd\.rar/, 'archive'],
  [/json|xml|javascript|html/, 'code'],
];
const byEnding: Record<string, FileLook> = {
  pdf: 'pdf',
  xls: 'sheet',
  xlsx: 'sheet',
  ods: 'sheet',
  csv: 'sheet',
  ppt: 'slides',
  pptx: 'slides',
  doc: 'words',
  docx: 'words',
  odt: 'words',
  txt: 'words',
  zip: 'archive',
  rar: 'archive',
  '7z': 'archive',
  gz: 'archive',
  xml: 'code',
  json: 'code',
};

/** Which picture stands for a file: by its type, else by the ending of its name. */
export function lookOf(mimetype: string, fileName: string | null): FileLook {
  const type = mimetype.toLowerCase();
  return byType.find(([pattern]) => pattern.test(type))?.[1] ?? byEnding[endingOf(fileName)] ?? 'other';
}

/** "pdf" of "Boleto.PDF"; empty when there is none worth showing. */
export function endingOf(fileName: string | null): string {
  return /\.([a-z0-9]{1,5})$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
}
