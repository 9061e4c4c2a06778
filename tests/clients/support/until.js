/** Resolves with the first truthy value of `condition`, asked every 50 ms; rejects after `seconds`. */
export async function until(condition, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
