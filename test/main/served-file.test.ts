import { describe, expect, it } from 'vitest';
import { servedFile } from '../../src/main/served-file';

const folders = { bundle: '/app/out/renderer', data: '/data' };
const at = (path: string) => servedFile(path, folders);

describe('files that a page may load', () => {
  it('serves the page for the bare address and marks it as the page', () => {
    expect(at('/')).toEqual({
      path: '/app/out/renderer/index.html',
      contentType: 'text/html; charset=utf-8',
      isPage: true,
    });
  });

  it('serves scripts and styles of the bundle with their types', () => {
    expect(at('/assets/main-abc.js')).toMatchObject({ path: '/app/out/renderer/assets/main-abc.js', isPage: false });
    expect(at('/assets/main.css')?.contentType).toBe('text/css; charset=utf-8');
  });

  it.each([
    '/../main/index.js',
    '/assets/../../main/index.js',
    '/..%2f..%2fmain/index.js',
    '/%2e%2e/%2e%2e/etc/passwd.json',
    '/%252e%252e/main/index.js',
    '/..\\main\\index.js',
    '/assets/%5c..%5c..%5cmain.js',
    '/a%00.js',
    '/%zz.js',
    '//etc/passwd',
    '/.ssh/id_rsa',
  ])('refuses %s', (path) => {
    const file = at(path);
    expect(file === null || file.path.startsWith('/app/out/renderer/')).toBe(true);
    expect(file?.path.includes('..')).not.toBe(true);
  });

  it('serves stored pictures by their hash names only', () => {
    const name = `${'0123456789abcdef'.repeat(2)}-preview.jpg`;
    expect(at(`/media/${name}`)).toEqual({ path: `/data/media/${name}`, contentType: 'image/jpeg', isPage: false });
    expect(at(`/outgoing/${name}`)?.path).toBe(`/data/outgoing/${name}`);
    expect(at('/outgoing/../lumo.db')).toBeNull();
    expect(at('/outgoing/media/../../lumo.db')).toBeNull();
    expect(at('/media/../lumo.db')).toBeNull();
    expect(at('/media/%2e%2e%2flumo.db')).toBeNull();
    expect(at('/media/0123456789abcdef.html')).toBeNull();
    expect(at('/media/0123456789abcdef.svg')).toBeNull();
    expect(servedFile(`/media/${name}`, { ...folders, data: null })).toBeNull();
  });
});
