import { expect, it } from 'vitest';
import {
  AppError,
  maskPhone,
  readEnvironment,
  s3Settings,
  sharedEnvironment,
  storageEnvironment,
  toAppError,
} from '../../src/kernel/index.ts';

it('names every wrong or missing setting at once', () => {
  const broken = () =>
    readEnvironment(sharedEnvironment, {
      DATABASE_URL: 'mysql://x',
      APP_SECRET: 'short',
      REDIS_URL: 'nope',
      DEMO: 'maybe',
    });
  expect(broken).toThrow(/DATABASE_URL[\s\S]*REDIS_URL[\s\S]*APP_SECRET[\s\S]*DEMO/);
});

it('takes an empty setting for an absent one', () => {
  const env = readEnvironment(sharedEnvironment, {
    DATABASE_URL: 'postgres://a/b',
    APP_SECRET: 'x'.repeat(32),
    REDIS_URL: '',
  });
  expect(env).toMatchObject({ DEMO: 'off', LOG_LEVEL: 'info' });
  expect(env.REDIS_URL).toBeUndefined();
});

it('keeps files in a bucket when one is named, and refuses half of its settings', () => {
  const settings = (source: Record<string, string>) => s3Settings(readEnvironment(storageEnvironment, source));
  expect(settings({ S3_BUCKET: '', S3_ENDPOINT: '' })).toBeUndefined();
  const keys = { S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
  expect(settings({ S3_BUCKET: 'files', S3_ENDPOINT: 'http://s3:8333', ...keys })).toEqual({
    bucket: 'files',
    endpoint: 'http://s3:8333',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    pathStyle: true,
  });
  expect(settings({ S3_BUCKET: 'files' })).toMatchObject({ pathStyle: false, credentials: undefined });
  expect(() => settings({ S3_ENDPOINT: 'http://s3:8333' })).toThrow(/S3_BUCKET/);
  expect(() => settings({ S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'a' })).toThrow(/S3_SECRET_ACCESS_KEY/);
  expect(() => settings({ S3_BUCKET: 'files', S3_ENDPOINT: 's3:8333' })).toThrow(/S3_ENDPOINT/);
});

it('turns any failure into a code of ours and shows nothing of an unexpected one', () => {
  expect(toAppError(new AppError('conflict', 'x'))).toMatchObject({ code: 'conflict' });
  expect(toAppError(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))).toMatchObject({ code: 'unavailable' });
  expect(toAppError(new Error('outer', { cause: Object.assign(new Error(''), { code: '57P01' }) }))).toMatchObject({
    code: 'unavailable',
  });
  const unexpected = toAppError(new Error('secret detail'));
  expect(unexpected.code).toBe('internal');
  expect(unexpected.message).not.toContain('secret');
});

it('masks numbers', () => {
  expect(maskPhone('5511981234567')).toBe('55119•••4567');
  expect(maskPhone('123')).toBe('•••');
  expect(maskPhone(null)).toBeNull();
});
