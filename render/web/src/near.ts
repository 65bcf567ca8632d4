// What comes near to the part of the page that is seen.

/** Calls act once, when the element is within a margin of what is seen. */
export function whenNear(element: HTMLElement, margin: string, act: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  }, { rootMargin: margin });
  observer.observe(element);
}
