// A trial that is under way: look again after a while, unless somebody is about to press a button.
"use strict";
{
  const form = document.querySelector("[data-under-way]");
  const look = () => {
    if (form.contains(document.activeElement)) setTimeout(look, 1500);
    else location.reload();
  };
  if (form) setTimeout(look, 1500);
}
