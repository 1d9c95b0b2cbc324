/* Read before the style sheets, so that a dark page never flashes white; DSFR's script takes over. */
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("scheme");
  } catch { /* storage refused: follow the device */ }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.frTheme = dark ? "dark" : "light";
})();
