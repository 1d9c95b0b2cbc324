"""Take the pictures of the README from a running portal: `python -m scripts.pictures [address]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.run_tests import find_chromium

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PAGES = {
    "accueil.png": ("/", 1280, 900),
    "commune.png": ("/communes/70467-saint-loup-sur-semouse/", 1280, 1100),
    "commune-telephone.png": ("/communes/70467-saint-loup-sur-semouse/", 375, 800),
    "appuis.png": ("/appuis/?type_territoire=pvd&theme=alimentation-et-agriculture", 1280, 900),
    "recherche.png": ("/recherche/?q=recyclrie", 1280, 900),
}


def main():
    site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium() or None, args=["--no-sandbox"]
        )
        for name, (address, width, height) in PAGES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            page.goto(site + address, wait_until="networkidle")
            page.screenshot(path=PICTURES / name)
            print(PICTURES / name)
        browser.close()


if __name__ == "__main__":
    main()
