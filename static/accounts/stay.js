/* Typing is an activity: a long text does not end the session. Once in five minutes at most. */
(function () {
  "use strict";
  const address = document.currentScript.dataset.address;
  const PAUSE = 5 * 60 * 1000;
  let last = Date.now();
  document.addEventListener("input", function () {
    if (Date.now() - last < PAUSE) {
      return;
    }
    last = Date.now();
    fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual" }).catch(
      function () {},
    );
  });
})();
