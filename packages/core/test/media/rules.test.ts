import type * as driver from '@tiktickets/wbot/contract';
import { expect, expectTypeOf, it } from 'vitest';
import type { ChannelState, MediaKind, MessageDetails, MessageKind } from '../../src/contracts/index.ts';
import { isForbidden, keptType, kindOfFile, needsPreparing, safeFileName, servedType } from '../../src/media/index.ts';

it('shows only what its bytes say is a picture, sound, film or PDF', () => {
  expect(servedType('image/png', 'image/png')).toEqual({ mimetype: 'image/png', inline: true });
  expect(servedType('image/png', null)).toEqual({ mimetype: 'application/octet-stream', inline: false });
  expect(servedType('image/png', 'text/html')).toEqual({ mimetype: 'text/html', inline: false });
  expect(servedType('image/svg+xml', 'application/xml').inline).toBe(false);
  expect(servedType('audio/ogg; codecs=opus', 'application/ogg')).toEqual({ mimetype: 'audio/ogg', inline: true });
  const voice = { mimetype: 'audio/ogg', inline: true };
  expect(servedType('audio/ogg; codecs=opus', 'audio/ogg; codecs=opus')).toEqual(voice);
  expect(servedType('audio/webm;codecs=opus', 'video/webm')).toEqual({ mimetype: 'audio/webm', inline: true });
  expect(servedType('audio/mp4', 'video/mp4')).toEqual({ mimetype: 'audio/mp4', inline: true });
});

it('keeps a declared type only where it could do no harm', () => {
  expect(keptType('text/plain', null)).toBe('text/plain');
  expect(keptType('image/png', null)).toBe('application/octet-stream');
  expect(keptType('text/plain', 'image/png')).toBe('image/png');
});

it('sends files as what WhatsApp shows best', () => {
  expect(
    ['image/jpeg', 'image/webp', 'video/mp4', 'audio/mpeg', 'application/pdf', 'text/csv'].map(kindOfFile),
  ).toEqual(['image', 'document', 'video', 'audio', 'document', 'document']);
});

it('sends no programs, whatever they call themselves', () => {
  expect(isForbidden({ fileName: 'boleto.pdf.EXE', sniffed: null })).toBe(true);
  expect(isForbidden({ fileName: 'boleto.pdf', sniffed: 'application/x-msdownload' })).toBe(true);
  expect(isForbidden({ fileName: 'planilha.xlsx', sniffed: 'application/zip' })).toBe(false);
});

it('prepares what some screen cannot show as it is', () => {
  const due = (kind: MediaKind, mimetype: string, isRecording = false) =>
    needsPreparing({ kind, mimetype, isRecording });
  expect([due('image', 'image/png'), due('sticker', 'image/webp'), due('video', 'video/mp4')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([due('voice', 'audio/ogg'), due('voice', 'audio/mp4', true)]).toEqual([true, true]);
  expect([due('audio', 'audio/mpeg'), due('document', 'application/pdf'), due('image', 'application/zip')]).toEqual([
    false,
    false,
    false,
  ]);
});

it('cleans file names', () => {
  expect(safeFileName('../../etc/pass"wd\n.pdf')).toBe('.._.._etc_pass_wd_.pdf');
  expect(safeFileName(null)).toBe('arquivo');
});

it('speaks the driver’s words', () => {
  expectTypeOf<driver.MessageDetails>().toExtend<MessageDetails>();
  expectTypeOf<MessageDetails>().toExtend<driver.MessageDetails>();
  expectTypeOf<driver.MediaKind>().toEqualTypeOf<MediaKind>();
  expectTypeOf<driver.InboundKind>().toEqualTypeOf<MessageKind>();
  expectTypeOf<driver.ChannelPhase>().toEqualTypeOf<ChannelState>();
});
