/** Words of letters only are reduced to stems; numbers, codes and words with signs are not. */
export function isStemmed(word: string): boolean {
  return /^[\p{L}\p{M}]+$/u.test(word);
}
