/** What programs write when nobody gave a title, in common languages. */
const UNNAMED =
  /^(?:about:blank|untitled(?: document)?|unnamed|no title|title|unbenannt|ohne titel|sans titre|sin título|senza titolo|sem título|无标题|未命名|無題|무제|без имени|без названия|new document|blank|null|undefined|document|dokument|documento|presentation|präsentation|powerpoint[- ](?:presentation|präsentation)|présentation powerpoint|workbook|book|mappe|slide|folie|print|page|template)[\s-]*\d*$/i;
const PROGRAM =
  /^(?:microsoft (?:word|excel|powerpoint|publisher|visio)|word|openoffice|libreoffice|print)\s+-\s/i;
const FILE =
  /^(?:[a-z]:\\|\\\\|\/|file:|https?:\/\/)|\.(?:docx?|dotx?|pdf|indd|qxd|tex|dvi|ps|eps|pptx?|xlsx?|odt|ods|odp|rtf|txt|html?|aspx?|php|cdr|ai|pub|pages|p65|pmd|wpd|fm|md)$/i;

/** Whether a title in a file's properties names a program, a file or nothing. */
export function isJunkTitle(title: string): boolean {
  const text = title.replace(/\s+/g, " ").trim();
  return !/[\p{L}\p{N}]/u.test(text) || UNNAMED.test(text) || PROGRAM.test(text) || FILE.test(text);
}
