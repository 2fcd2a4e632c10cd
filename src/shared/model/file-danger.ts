/** How a file that somebody sent may be treated: `readable` = opened on request; `unknown` and `program` = only saved. */
export type FileDanger = 'readable' | 'unknown' | 'program';

/** What other programs show and do not run. Office files with macros are not among them. */
const readable = new Set(
  (
    'pdf txt csv tsv log md json xml rtf doc docx xls xlsx ppt pptx odt ods odp key pages numbers ' +
    'jpg jpeg png gif webp heic heif bmp tif tiff mp4 m4v mov webm avi mkv mp3 m4a aac wav ogg opus flac ics vcf eml epub zip'
  ).split(' '),
);

/** What runs when it is opened, or can make something run, on one of the systems that this app runs on. */
const programs = new Set(
  (
    'exe com bat cmd msi msp mst scr pif cpl hta js jse mjs vbs vbe vb ws wsf wsc wsh ps1 ps1xml psc1 psd1 psm1 msh sh bash zsh ' +
    'csh fish run bin elf appimage deb rpm apk app command tool workflow action dmg pkg mpkg jar jnlp class lnk url webloc desktop ' +
    'service reg inf ins isp gadget application appref-ms scf library-ms settingcontent-ms chm hlp xll xlam docm dotm xlsm xltm ' +
    'pptm potm ppam ppsm sldm accdb accde mdb ade adp iso img vhd vhdx py pyc pyw rb pl php htm html xhtml mht mhtml svg swf osx dll sys so dylib'
  ).split(' '),
);

/** By the last extension of the name, which is what a system goes by. */
export function fileDanger(name: string): FileDanger {
  // a right-to-left mark can turn an extension round before a reader's eyes
  if (/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/.test(name)) return 'program';
  const extension =
    /\.([^./\\]+)$/.exec(
      name
        .trim()
        .toLowerCase()
        .replace(/[. ]+$/, ''),
    )?.[1] ?? '';
  if (programs.has(extension)) return 'program';
  return readable.has(extension) ? 'readable' : 'unknown';
}
