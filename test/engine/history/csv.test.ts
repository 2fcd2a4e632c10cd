import { describe, expect, it } from 'vitest';
import { csvHead, csvLine } from '../../../src/engine/history/csv';

describe('a line of CSV', () => {
  it('begins the file with the mark by which Excel reads Japanese', () => {
    expect(csvHead(['run', 'name'])).toBe('\u{feff}run,name\r\n');
  });

  it('quotes what holds separators, quotes and line ends, and leaves empty what is null', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', null, 7, '田中 美咲'])).toBe(
      '"a,b","say ""hi""","two\nlines",,7,田中 美咲\r\n',
    );
  });

  it.each([
    ['=HYPERLINK("http://evil.example";"x")', `"'=HYPERLINK(""http://evil.example"";""x"")"`],
    ['+SUM(A1)', `'+SUM(A1)`],
    ['-2+3', `'-2+3`],
    ['@cmd', `'@cmd`],
    ['＝１＋１', `'＝１＋１`],
    ['\t=1', `'\t=1`],
    [' =1', `' =1`],
  ])('never lets a spreadsheet run %j', (text, written) => {
    expect(csvLine([text])).toBe(`${written}\r\n`);
  });

  it.each(['-12.5', '+81355550123', '42'])('leaves the number %s a number', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
