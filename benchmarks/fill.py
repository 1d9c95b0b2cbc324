"""Make the base of the environment ready for the measure of search; run by `benchmarks.bases`.

python -m benchmarks.fill prepare --seed 1     a bootstrapped base: no actor, made-up zonings
python -m benchmarks.fill 10000 --seed 1       add the first 10,000 actors of the seed
"""

import argparse

import django

django.setup()

from django.db import connection  # noqa: E402

from actors.models import Actor  # noqa: E402
from benchmarks.actors import write  # noqa: E402
from benchmarks.zonings import add_zonings  # noqa: E402


def prepare(seed):
    """Take the project's own actors away, keep its vocabularies; give communes their types."""
    Actor.objects.all().delete()
    print(f"  {add_zonings(seed)} zonages inventés (les listes officielles ne sont pas livrées)")


def fill(count, seed):
    def say(done):
        print(f"\r  {done} acteurs sur {count}", end="", flush=True)

    write(count, seed, say)
    print()


def main():
    parser = argparse.ArgumentParser(description="Prépare une base pour la mesure de la recherche.")
    parser.add_argument("what", help="« prepare », ou un nombre d’acteurs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "prepare":
        prepare(options.seed)
    else:
        fill(int(options.what), options.seed)
    connection.close()


if __name__ == "__main__":
    main()
