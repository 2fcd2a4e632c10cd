/** A document of one page with a title and lines, as a valid PDF file. Letters that its built-in font has not are left out. */
export function samplePdf(title: string): Buffer {
  const shown = title.replace(/[^\x20-\x7e]/g, '').replace(/[()\\]/g, '') || 'Document';
  const lines = Array.from({ length: 14 }, (_, i) => `${72} ${660 - i * 34} ${300 + ((i * 67) % 150)} 6 re f`);
  const page = `BT /F1 24 Tf 72 720 Td (${shown}) Tj ET\n0.75 g\n${lines.join('\n')}`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.lastIndexOf('xref\n0')}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
