/** Whether a page is the same for everybody, signed in or not, and speaks the language of its address (`?lang=`). */
export function isOpen(path: string): boolean {
  return path === '/public';
}
