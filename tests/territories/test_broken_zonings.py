"""`import_zonings` and what it cannot use: line and reason are told, nothing is written."""

import pytest

from territories import zoning_files
from tests.territories.zonings import DENSITY, PVD, refused, rows, run

pytestmark = pytest.mark.django_db

HEAD = {
    "pvd": "insee_com,lib_com,id_pvd,date_signature\n",
    "va": "insee_com,lib_com,id_va\n",
    "qpv": "insee_com,lib_com,nb_qpv,codes_qpv\n",
    "densite": "insee_com,lib_com,niveau_densite\n",
    "ruralite": "insee_com,lib_com,niveau_ruralite\n",
    "centralite": "insee_com,lib_com,niveau_centralite\n",
    "montagne": "insee_com,lib_com,niveau_montagne\n",
    "frr": "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\n",
}
GOOD = "29197,Plouhinec,pvd-53-29-9,2021-06-04\n"

# A line of a list, where and why it is refused.
BROKEN_LINES = [
    ("pvd", GOOD + "56169,Plouhinec,x,31/02/2021\n", "ligne 3 : « 31/02/2021 » n’est pas une date"),
    ("pvd", GOOD + "\n\n56169,Plouhinec,x,hier\n", "ligne 5 : « hier » n’est pas une date"),
    (
        "pvd",
        GOOD + "56169,Plouhinec,x,2021-13-01\n",
        "ligne 3 : « 2021-13-01 » n’est pas une date (attendu : AAAA-MM-JJ",
    ),
    ("pvd", GOOD + "56169,Plouhinec,x,44351\n", "ligne 3 : « 44351 » n’est pas une date"),
    ("pvd", GOOD + "56169,Plouhinec,x\n", "ligne 3 : colonne manquante"),
    ("pvd", GOOD + "56169\n", "ligne 3 : colonne manquante"),
    ("pvd", GOOD + "01033,Valserhône,x,\n" + GOOD, "ligne 4 : la commune 29197 est déjà ligne 2"),
    (
        "pvd",
        "1033,Valserhône,x,\n01033,Valserhône,x,\n",
        "ligne 3 : la commune 01033 est déjà ligne 2",
    ),
    ("pvd", "Plouhinec,29197,x,\n", "ligne 2 : « Plouhinec » n’est pas un code INSEE de commune"),
    ("pvd", ",Plouhinec,x,\n", "ligne 2 : «  » n’est pas un code INSEE de commune"),
    ("pvd", "291,Plouhinec,x,\n", "ligne 2 : « 291 » n’est pas un code INSEE de commune"),
    ("pvd", "2C004,Ajaccio,x,\n", "ligne 2 : « 2C004 » n’est pas un code INSEE de commune"),
    ("pvd", "29197.0,Plouhinec,x,\n", "ligne 2 : « 29197.0 » n’est pas un code INSEE de commune"),
    ("pvd", "2.9197E4,Plouhinec,x,\n", "ligne 2 : « 2.9197E4 » n’est pas un code INSEE de commune"),
    ("pvd", "242900629,CC Cap Sizun,x,\n", "ligne 2 : « 242900629 » n’est pas un code INSEE"),
    ("pvd", "٢٩١٩٧,Plouhinec,x,\n", "ligne 2 : « ٢٩١٩٧ » n’est pas un code INSEE de commune"),
    ("va", '29197,Plouhinec,x\n01036,"Valromey,x\n01063,Brion,x\n', "ligne 4 : colonne manquante"),
    ("qpv", "01004,Ambérieu,deux,QN\n", "ligne 2 : « deux » n’est pas un nombre de quartiers"),
    ("qpv", "01004,Ambérieu,-1,QN\n", "ligne 2 : « -1 » n’est pas un nombre de quartiers"),
    ("qpv", "01004,Ambérieu,²,QN\n", "ligne 2 : « ² » n’est pas un nombre de quartiers"),
    ("qpv", "01004,Ambérieu,,QN\n", "ligne 2 : «  » n’est pas un nombre de quartiers"),
    (
        "densite",
        "01004,Ambérieu,Très urbain\n",
        "ligne 2 : niveau inconnu « Très urbain » (connus : «",
    ),
    ("densite", "01004,Ambérieu,bourgs ruraux\n", "ligne 2 : niveau inconnu « bourgs ruraux »"),
    ("densite", "01004,Ambérieu,\n", "ligne 2 : niveau inconnu «  »"),
    ("densite", "01004,Ambérieu\n", "ligne 2 : colonne manquante"),
    ("ruralite", "01004,Ambérieu,Rurale\n", "ligne 2 : niveau inconnu « Rurale »"),
    ("centralite", "01004,Ambérieu,Centre\n", "ligne 2 : niveau inconnu « Centre »"),
    ("frr", "01004;01;Ambérieu;FRR++;\n", "ligne 2 : niveau inconnu « FRR++ »"),
    ("frr", "01004;01;Ambérieu\n", "ligne 2 : colonne manquante"),
    ("montagne", "01002,L'Abergement-de-Varey,\n", "ligne 2 : le massif est vide"),
    (
        "montagne",
        f"01002,L'Abergement-de-Varey,{'a' * 300}\n",
        f"ligne 2 : « {'a' * 40}… » est trop long",
    ),
]


@pytest.mark.parametrize(("key", "lines", "expected"), BROKEN_LINES)
def test_a_faulty_line_is_named_with_the_reason(loaded, published, key, lines, expected):
    message = refused(key, file=published(HEAD[key] + lines))
    assert "fichier refusé, rien n’a été écrit." in message
    assert expected in message
    assert rows() == loaded


def test_all_faulty_lines_are_named_at_once(loaded, published):
    broken = PVD.replace("2021-06-04", "hier").replace("01034", "Belley")
    message = refused("pvd", file=published(broken))
    assert "ligne 2 : « hier » n’est pas une date" in message
    assert "ligne 6 : « Belley » n’est pas un code INSEE" in message
    assert rows() == loaded


def test_beyond_twenty_faulty_lines_the_others_are_counted(loaded, published):
    message = refused("va", file=published(HEAD["va"] + "x,x,x\n" * 25))
    assert message.count("ligne ") == 20
    assert "et 5 autres lignes fautives" in message


@pytest.mark.parametrize("force", [False, True])
def test_one_faulty_line_is_enough_even_when_forced(loaded, published, force):
    path = published(PVD + "01074,Chalamont,x,bientôt\n")
    assert "ligne 8 : " in refused("pvd", file=path, force=force)
    assert rows() == loaded


@pytest.mark.parametrize(
    "text",
    [
        "code;nom\n29197;Plouhinec\n",
        "insee_com,lib_com,id_va\n29197,Plouhinec,va-1\n",
        "lib_com,id_pvd,date_signature\nPlouhinec,x,2021-06-04\n",
        "29197,Plouhinec,pvd-53-29-9,2021-06-04\n",
        "sep=;\ninsee_com;date_signature\n29197;\n",
        "Accès refusé : connectez-vous au réseau.\n",
        "\ufeff<!DOCTYPE html><html><body>Connexion</body></html>\n",
        '{"error": "not found"}\n',
        "a" * 5000,
    ],
)
def test_wrong_columns_are_shown_beside_those_expected(loaded, published, text):
    message = refused("pvd", file=published(text))
    assert "ligne 1 : colonnes attendues « insee com », « date signature » (lues : « " in message
    assert text.lstrip("\ufeff").splitlines()[0][:100] in message
    assert len(message) < 400
    assert rows() == loaded


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "ce n’est pas un fichier CSV mais un PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "mais un classeur (XLSX, ODS) ou une archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mais un ancien classeur .xls"),
        (b"<!DOCTYPE html><html></html>", "mais une page HTML"),
        (b"<!doctype html><html></html>", "mais une page HTML"),
        (b"<html><body>404</body></html>", "mais une page HTML"),
        (b"", "le fichier est vide"),
        (b"\r\n \r\n", "le fichier est vide"),
        (b"\xef\xbb\xbf", "le fichier est vide"),
        (b"\xff\xfe", "le fichier est vide"),
        (b"\xef\xbb\xbf\r\n", "le fichier est vide"),
        (b"insee_com,date_signature\r\n", "le fichier ne contient aucune commune"),
        (b"insee_com,date_signature\n,\n ,\n", "le fichier ne contient aucune commune"),
        (b"insee_com,date_signature\n99999,\n", "aucune commune connue dans ce fichier"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "l’encodage du fichier n’est pas reconnu"),
        (b"insee_com\x81,date_signature\n", "l’encodage du fichier n’est pas reconnu"),
        (b"\xff\xfei\x00n\x00s", "l’encodage du fichier n’est pas reconnu"),
        (PVD.encode("utf-16-le"), "l’encodage du fichier n’est pas reconnu"),
        (f'{HEAD["pvd"]}29197,"{"a" * 200_000}"'.encode(), "fichier illisible"),
    ],
)
def test_what_is_not_a_list_of_communes_is_told_for_what_it_is(loaded, published, content, reason):
    assert reason in refused("pvd", file=published(content))
    assert reason in refused("pvd", file=published(content), force=True)
    assert rows() == loaded


def test_too_large_a_file_is_refused(loaded, published, monkeypatch):
    monkeypatch.setattr(zoning_files, "MAX_BYTES", len(PVD.encode()) - 1)
    assert "le fichier dépasse" in refused("pvd", file=published(PVD))
    assert rows() == loaded


def test_the_list_of_another_programme_is_refused(loaded, published):
    message = refused("acv", file=published(DENSITY))
    assert "Action cœur de ville : fichier refusé" in message
    assert rows() == loaded


def test_a_file_that_does_not_exist_is_named(loaded, tmp_path):
    for path in (tmp_path / "absent.csv", tmp_path):
        message = refused("pvd", file=path)
        assert message.startswith(f"{path} : ")
        assert message.endswith("Rien n’a été écrit.")
    assert rows() == loaded


def test_a_good_list_follows_a_broken_one(loaded, published):
    refused("pvd", file=published(PVD.replace("2021-06-04", "hier")))
    assert "ajoutées : 0" in run("pvd", file=published(PVD))
    assert rows()[0] == loaded[0]
