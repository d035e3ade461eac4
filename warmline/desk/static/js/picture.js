// Pictures that are larger than their frame begin where it matters: at the step pointed out, else at the first one.

export function show(picture) {
  const node = picture.querySelector(".node.here") ?? [...picture.querySelectorAll(".node")].at(0);
  if (!node) return;
  const [inside, frame] = [node.getBoundingClientRect(), picture.getBoundingClientRect()];
  picture.scrollLeft += inside.left - frame.left - (frame.width - inside.width) / 2;
  picture.scrollTop += inside.top - frame.top - (frame.height - inside.height) / 2;
}
